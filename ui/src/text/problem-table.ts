import type { ProblemCode } from "../ipc/bindings";
import { APP } from "./problems/app";
import type { ProblemEntry } from "./problems/entry";
import { FILES } from "./problems/files";
import { REQUESTS } from "./problems/requests";
import { SIGN_IN } from "./problems/sign-in";

/** The texts and actions of every problem code. */
export const PROBLEMS = {
  ...SIGN_IN,
  ...REQUESTS,
  ...FILES,
  ...APP,
} satisfies Record<ProblemCode, ProblemEntry>;
