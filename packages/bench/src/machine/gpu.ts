/** What the GPUs of this machine call themselves. */

/** The one GPU whose vendor or model matches; in other words where there is none, or several that only the driver can tell apart. */
export async function gpuModel(pattern: RegExp): Promise<string> {
  const { graphics } = (await import("systeminformation")).default;
  const { controllers } = await graphics();
  const models = controllers.flatMap(({ vendor, model }) => (pattern.test(`${vendor} ${model}`) ? [model] : []));
  if (models.length > 1) return `one of ${models.join(", ")}`;
  return models[0] || "unnamed GPU";
}
