// Compiles the message files for scripts that do not run Vite (check, lint).
import { compile } from "@inlang/paraglide-js";
import { messages } from "../messages.config.js";

await compile(messages);
