import "./styles/base.css";
import "./styles/controls.css";
import "./styles/parts.css";

import { mount } from "svelte";

import App from "./App.svelte";
import { open } from "./ipc/client";

mount(App, { target: document.getElementById("app")!, props: { client: await open() } });
