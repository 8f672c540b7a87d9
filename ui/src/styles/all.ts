/* The styles of the whole app. Those of components, which come after them, may differ from them. */

import "./base.css";
import "./controls.css";
import "./components.css";
import "./scale.css";
