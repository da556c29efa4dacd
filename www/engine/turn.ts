// Lets others have the thread for a moment.

/** Comes back after whatever else waits for this thread. A timer would not do: in a hidden tab it fires once a second at most. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
