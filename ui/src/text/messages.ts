import { overwriteGetLocale } from "../messages/compiled/runtime";
import { language } from "./locale";

overwriteGetLocale(() => language);

/** The texts of the app, compiled from `messages/`. Import them from here only. */
export { m } from "../messages/compiled/messages";
