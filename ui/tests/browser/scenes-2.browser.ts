import { checkScenes } from "./check-scenes";
import { SCENES } from "./scenes";

checkScenes(SCENES.filter((_, index) => index % 2 === 1));
