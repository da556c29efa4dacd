export default {
  title: "示例",
  lang: "zh-CN",
  themeConfig: {
    search: { provider: "local" },
    sidebar: [
      { text: "通过 TLS 访问 Docker", link: "/docker" },
      { text: "其他页面", link: "/" },
    ],
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "dockseal-generator" } } },
};
