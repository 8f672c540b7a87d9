/** The one door to the texts of the app; they live in `messages/`. */
export { m } from "../messages/compiled/messages";
