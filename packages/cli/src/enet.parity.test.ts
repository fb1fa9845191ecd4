import { describeParity } from "./parity.test.support.js";

describeParity("enet");
