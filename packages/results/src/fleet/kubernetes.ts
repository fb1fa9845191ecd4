/** A plan as an Indexed Job of Kubernetes: a pod a shard, no two on one node, each writing its results to a shared volume. */
import { stringify } from "yaml";
import { type PlanFile, planId } from "../plan/planFile.js";

export interface KubernetesOptions {
  readonly plan: PlanFile;
  /** Of the objects: a DNS label. */
  readonly name: string;
  readonly shards: number;
  /** An image with Node and linknet, which is its entry point. */
  readonly image: string;
  /** Name of the PersistentVolumeClaim that takes the results; many nodes must be able to write it. */
  readonly claim: string;
  /** Labels of the nodes to run on, such as those of a device. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** What a pod asks of its node beside memory, such as `nvidia.com/gpu`. */
  readonly resources: Readonly<Record<string, string>>;
}

/** Of the user `node` of Node's images, as of ours. */
const GROUP = 1000;

const SHARD_LABEL = "linknet-kit.dev/plan";

/** A ConfigMap with the plan, and the Job: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/ */
export function renderKubernetesJob(options: KubernetesOptions): string {
  return [configMap(options), job(options)]
    .map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }))
    .join("---\n");
}

function configMap({ name, plan }: KubernetesOptions) {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name },
    data: { "plan.json": JSON.stringify(plan) },
  };
}

function job(options: KubernetesOptions) {
  const { name, plan, shards, nodeSelector } = options;
  const labels = { [SHARD_LABEL]: planId(plan) };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, labels },
    spec: {
      completions: shards,
      parallelism: shards,
      completionMode: "Indexed",
      // A node that is lost costs its shard another try, and no other shard anything.
      backoffLimitPerIndex: 2,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: "Never",
          // The claim is for this group to write, so that an image need not run as root.
          securityContext: { fsGroup: GROUP },
          nodeSelector: { ...nodeSelector },
          // Two pods on one node would disturb each other.
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { labelSelector: { matchLabels: labels }, topologyKey: "kubernetes.io/hostname" },
              ],
            },
          },
          containers: [container(options)],
          volumes: [
            { name: "plan", configMap: { name } },
            { name: "results", persistentVolumeClaim: { claimName: options.claim } },
          ],
        },
      },
    },
  };
}

/** Its index comes in `JOB_COMPLETION_INDEX`, which Kubernetes sets; how many there are it does not say. */
function container({ image, shards, resources, plan }: KubernetesOptions) {
  const output = `/results/${planId(plan)}-$(JOB_COMPLETION_INDEX).json`;
  return {
    name: "bench",
    image,
    args: ["bench", "--plan", "/plan/plan.json", "--shard", "auto", "-o", output],
    env: [{ name: "LINKNET_SHARDS", value: String(shards) }],
    ...(Object.keys(resources).length === 0
      ? {}
      : { resources: { requests: { ...resources }, limits: { ...resources } } }),
    volumeMounts: [
      { name: "plan", mountPath: "/plan", readOnly: true },
      { name: "results", mountPath: "/results" },
    ],
  };
}
