/** A plan of a suite as jobs of the schedulers that fleets have. */
export { type GithubOptions, renderGithubWorkflow } from "./github.js";
export { type KubernetesOptions, renderKubernetesJob } from "./kubernetes.js";
