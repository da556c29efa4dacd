// Closes ways out that no policy of a page can close.
//
// In the page: WebRTC sends octets to any address, and a page can be left, or a window opened, for an address that says anything. Our own code does
// none of this; here a slip that would do it fails, and so does what somebody pastes into the console, in a frame that they make too. It is no wall: a
// script of somebody else's that means to gets WebRTC and `open` back from a frame that is not loaded yet, opens windows by links, and has the browser
// connect ahead. What keeps such a script away is the policy, and what proves it is a network that is unplugged.
//
// In the worker, where the keys are, there are no frames. Its policy is that of the page, which may be somebody else's and allow everything; without
// these names its script has nothing to send with.

/** The policy refuses the last two as well, where a browser's policy knows them. */
const OF_PAGES = ["RTCPeerConnection", "mozRTCPeerConnection", "webkitRTCPeerConnection", "WebSocketStream", "WebTransport"];
const OF_WORKERS = ["EventSource", "RTCPeerConnection", "WebSocket", "WebSocketStream", "WebTransport", "XMLHttpRequest", "fetch", "importScripts"];

/** For a page of our own; an embedding page keeps what it has. A file of this address may be downloaded. */
export function closePage(file: string | undefined): void {
  closeWindow(self);
  // Not where the reader goes: what is typed as an address or is a bookmark comes past this.
  self.navigation?.addEventListener("navigate", (event) => {
    const isMove = event.navigationType === "push" || event.navigationType === "replace";
    const { sameDocument, url } = event.destination;
    // Firefox 153 does not tell a download from a move, in `downloadRequest`.
    const isDownload = event.downloadRequest !== null || url.startsWith("blob:") || url === file;
    if (isMove && !sameDocument && !isDownload) event.preventDefault();
  });
}

export function closeWorker(): void {
  for (const name of OF_WORKERS) remove(self, name);
}

const closed = new WeakSet<Document>();

/** Frames in the window are closed as well: those in its document once they are loaded, all others when their element is asked for them. */
function closeWindow(window: typeof self): void {
  if (closed.has(window.document)) return;
  closed.add(window.document);
  for (const name of OF_PAGES) remove(window, name);
  Object.defineProperty(window, "open", { value: undefined });
  // Chromium loads an empty frame before whoever has made it goes on.
  const closeFrames = () => {
    for (let index = 0; index < window.length; index++) closeFrame(window[index]);
  };
  window.document.addEventListener("load", closeFrames, true);
  for (const { prototype } of [window.HTMLIFrameElement, window.HTMLObjectElement]) {
    for (const name of ["contentWindow", "contentDocument"]) {
      const { get, ...rest } = Object.getOwnPropertyDescriptor(prototype, name)!;
      const getClosed = function (this: unknown): unknown {
        const content = get!.call(this);
        closeFrame(content?.defaultView ?? content);
        return content;
      };
      Object.defineProperty(prototype, name, { ...rest, get: getClosed });
    }
  }
}

function closeFrame(frame: Window | undefined | null): void {
  try {
    if (frame) closeWindow(frame as typeof self);
  } catch {
    // A frame of another origin, which the policy lets nobody load. There is nothing in it that this page could use.
  }
}

/** The name may be that of the global object or that of one of its prototypes. */
function remove(global: object, name: string): void {
  for (let object: object | null = global; object; object = Object.getPrototypeOf(object)) Reflect.deleteProperty(object, name);
}
