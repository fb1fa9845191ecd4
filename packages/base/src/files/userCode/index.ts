/** Code that users write and commands run. */
export { UserCodeError, UserCodeExitError, UserCodePendingError } from "./errors.js";
export { type LoadUserModuleOptions, MODULE_EXTENSIONS, isModulePath, loadUserModule } from "./loadUserModule.js";
export { runUserCode, runUserCodeNow } from "./runUserCode.js";
export { hasStrayCode, strayError } from "./strayCode.js";
