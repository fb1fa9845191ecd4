import { describeParity } from "./parity.test.support.js";

describeParity("linknet");
describeParity("linknet-without-bypass");
