// Says why the page is empty when it cannot run. It is written for old browsers, which cannot read main.ts far enough to say it.

(function () {
  "use strict";

  var said = false;

  function say(english, chinese) {
    if (said) return;
    said = true;
    var main = document.querySelector("main");
    main.textContent = "";
    add(main, "en", "Dockseal cannot run here", english);
    add(main, "zh-CN", "Dockseal 无法在此运行", chinese);
  }

  function add(main, lang, title, text) {
    var alert = document.createElement("div");
    var heading = document.createElement("h1");
    var paragraph = document.createElement("p");
    heading.textContent = title;
    paragraph.textContent = text;
    alert.setAttribute("role", "alert");
    alert.setAttribute("lang", lang);
    alert.appendChild(heading);
    alert.appendChild(paragraph);
    main.appendChild(alert);
  }

  function compiles() {
    try {
      return Boolean(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
    } catch (error) {
      return false;
    }
  }

  if (!window.crypto || !window.crypto.getRandomValues) {
    say(
      "This browser has no secure randomness (crypto.getRandomValues), and keys made without it could be guessed. Use a current browser.",
      "此浏览器没有安全的随机数来源（crypto.getRandomValues），没有它生成的密钥可能被猜到。请使用新版浏览器。"
    );
  } else if (!compiles()) {
    say(
      "WebAssembly is switched off in this browser, or missing. On Apple devices Lockdown Mode does that: allow this page in the browser’s settings for it. Elsewhere use a current browser, and see whether a setting, an extension or a policy forbids WebAssembly.",
      "此浏览器停用了或不支持 WebAssembly。Apple 设备的“锁定模式”会停用它：请在浏览器的网站设置中为本页面关闭锁定模式。其他情况请使用新版浏览器，并检查是否有设置、扩展或策略禁用了 WebAssembly。"
    );
  }

  // A script that did not arrive, or that this browser cannot read. What goes wrong later, or was only fetched ahead, is told by the page itself.
  window.addEventListener(
    "error",
    function (event) {
      var generator = document.querySelector("dockseal-generator");
      if (!generator || generator.shadowRoot || event.target.tagName === "LINK") return;
      say(
        "The page’s script did not load, or this browser is too old for it. Reload the page. If that does not help, use a current browser, and see whether an extension, a proxy or the server blocks the script.",
        "页面脚本未能加载，或者此浏览器版本过旧。请刷新页面；若仍无效，请使用新版浏览器，并检查是否有扩展、代理或服务器拦截了脚本。"
      );
    },
    true
  );
})();
