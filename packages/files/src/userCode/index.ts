/** Code that users write and commands run. */
export { UserCodeError, UserCodeExitError, UserCodePendingError } from "./errors.js";
export { type LoadUserModuleOptions, MODULE_EXTENSIONS, isModulePath, loadUserModule } from "./loadUserModule.js";
export { refuseExit, runUserCode, runUserCodeNow } from "./runUserCode.js";
