// Compiles the message files for the scripts that run without Vite (check, lint).
import { compile } from "@inlang/paraglide-js";
import { messages } from "../messages.config.js";

await compile(messages);
