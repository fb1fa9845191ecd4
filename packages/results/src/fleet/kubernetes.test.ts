/** Against the schemas that Kubernetes publishes of its objects, as the package kubernetes-models has them. */
import { Job } from "kubernetes-models/batch/v1";
import { ConfigMap } from "kubernetes-models/v1";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { examplePlan } from "./examplePlan.test.fixture.js";
import { renderKubernetesJob } from "./kubernetes.js";

const options = {
  plan: examplePlan,
  name: "linknet-bench",
  shards: 2,
  image: "registry.example/linknet:1",
  claim: "results",
  nodeSelector: { "nvidia.com/gpu.product": "NVIDIA-L4" },
  resources: { "nvidia.com/gpu": "1" },
};

function objects(given: Partial<typeof options> = {}) {
  const documents = parseAllDocuments(renderKubernetesJob({ ...options, ...given }));
  return documents.map((document) => document.toJS() as Record<string, never>);
}

test("The plan and the job fit the published schemas", () => {
  const [configMap, job] = objects();
  expect(() => new ConfigMap(configMap).validate()).not.toThrow();
  expect(() => new Job(job).validate()).not.toThrow();
});

test("The schema refuses a job whose number of pods is none", () => {
  const [, job] = objects({ shards: "two" as never });
  expect(() => new Job(job).validate()).toThrow("completions must be integer");
});

test("A pod a shard, no two on a node, on nodes with the device, with the plan and a place for results", () => {
  const [configMap, job] = objects();
  expect(JSON.parse((configMap as unknown as { data: Record<string, string> }).data["plan.json"]!)).toEqual(
    examplePlan,
  );
  expect(job).toMatchObject({
    spec: {
      completions: 2,
      parallelism: 2,
      completionMode: "Indexed",
      template: {
        spec: {
          restartPolicy: "Never",
          nodeSelector: options.nodeSelector,
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname" }],
            },
          },
          containers: [
            {
              env: [{ name: "LINKNET_SHARDS", value: "2" }],
              resources: { limits: { "nvidia.com/gpu": "1" } },
            },
          ],
          volumes: [{ configMap: { name: "linknet-bench" } }, { persistentVolumeClaim: { claimName: "results" } }],
        },
      },
    },
  });
});

test("The pods of a job are kept apart by the label that they have", () => {
  const [, job] = objects();
  const { template } = (job as unknown as { spec: { template: Record<string, never> } }).spec;
  const { metadata, spec } = template as unknown as {
    metadata: { labels: object };
    spec: {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: object } }];
        };
      };
    };
  };
  const [term] = spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  expect(term.labelSelector.matchLabels).toEqual(metadata.labels);
});
