import "./styles/all";

import { mount } from "svelte";

import App from "./App.svelte";
import { open } from "./ipc/open";
import { selectCopyable } from "./components/copyable";
import { locale } from "./text/locale";

// For screen readers: texts, dates and numbers are in this variant of English.
document.documentElement.lang = locale;

// The web view's own context menu offers to reload. It is only kept for text and fields, to copy and paste.
document.addEventListener("contextmenu", (event) => {
  const inField = event.target instanceof Element && event.target.closest("input") !== null;
  if (!inField && String(getSelection()) === "") event.preventDefault();
});

document.addEventListener("selectstart", selectCopyable);

mount(App, { target: document.getElementById("app")!, props: { client: await open() } });
