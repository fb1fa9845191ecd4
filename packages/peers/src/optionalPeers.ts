/** The optional peer dependencies of one of our packages. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { satisfies } from "compare-versions";
import { type HowToAdd, commandToAdd } from "./commandToAdd.js";
import { MissingPeerError, UnloadablePeerError, UnsuitablePeerError } from "./errors.js";

export interface OptionalPeers {
  /**
   * The exports of a package, or of one of its modules, as `require` gives them: tfjs's packages find each other in that form alone.
   * Throws one of three errors whose hint is the command that makes it work: missing, of an unsuitable version, or not loading.
   */
  load(specifier: string): unknown;
  /** Throws where one of these packages is missing or of an unsuitable version; the hint is the one command that mends it all. */
  ensure(names: readonly string[], how?: HowToAdd): void;
  /** Path of the file that `load` would load; throws where the package is missing or of an unsuitable version. */
  resolve(specifier: string): string;
  /** The one line that adds these of the peers where this process runs. */
  commandToAdd(names: readonly string[], how?: HowToAdd): string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Found {
  readonly path: string;
  readonly version: string;
  readonly require: NodeJS.Require;
}

/** Those that the package of this `package.json` names; what it asks of their versions stands there alone. */
export function optionalPeers(manifestUrl: URL): OptionalPeers {
  const manifestPath = fileURLToPath(manifestUrl);
  const { version, peerDependencies = {} } = readManifest(manifestPath);

  /** Our own packages are released together, and fit each other in one version alone. */ const rangeOf = (
    name: string,
  ): string => {
    const range = peerDependencies[name];
    if (range === undefined) throw new Error(`${manifestPath} has no peer dependency "${name}"`);
    return name.startsWith("@linknet-kit/") ? version : range;
  };

  const add = (names: readonly string[], how?: HowToAdd): string =>
    commandToAdd(Object.fromEntries(names.map((name) => [name, rangeOf(name)])), {
      ...how,
      ownPath: manifestPath,
      version,
    });

  /** The suitable one, or else the first there is. */
  function find(specifier: string): Found | undefined {
    const name = packageName(specifier);
    const range = rangeOf(name);
    // Where `npx` runs us we lie in a folder of npm's own, and what the user has installed lies in the project they stand in.
    const found = [manifestPath, join(process.cwd(), "package.json")].flatMap((from) => look(specifier, from) ?? []);
    return found.find((each) => isWithin(each.version, range)) ?? found[0];
  }

  function ensure(specifiers: readonly string[], how?: HowToAdd): readonly Found[] {
    const found = specifiers.map((specifier) => ({ name: packageName(specifier), place: find(specifier) }));
    const isRight = ({ name, place }: (typeof found)[number]): boolean =>
      place !== undefined && isWithin(place.version, rangeOf(name));
    const wrong = found.filter((each) => !isRight(each));
    const command = add(
      wrong.map(({ name }) => name),
      how,
    );
    const missing = wrong.filter(({ place }) => place === undefined);
    if (missing.length > 0) throw new MissingPeerError({ names: missing.map(({ name }) => name), command });
    for (const { name, place } of wrong) {
      throw new UnsuitablePeerError({ name, version: place!.version, range: rangeOf(name), command });
    }
    return found.map(({ place }) => place!);
  }

  return {
    ensure: (names, how) => void ensure(names, how),
    resolve: (specifier) => ensure([specifier])[0]!.path,
    load: (specifier) => {
      const [{ path, require, version: there }] = ensure([specifier]) as [Found];
      try {
        return require(path) as unknown;
      } catch (cause) {
        const name = packageName(specifier);
        throw new UnloadablePeerError({ name, version: there, cause, command: add([name]) });
      }
    },
    commandToAdd: add,
  };
}

/** What a module in that place would get; `undefined` where it would get nothing. */
function look(specifier: string, from: string): Found | undefined {
  const require = createRequire(from);
  try {
    const path = require.resolve(specifier);
    return { path, require, version: versionOf(packageName(specifier), path) };
  } catch {
    return undefined;
  }
}

/** Of the package that a file belongs to: packages may hide their `package.json`, and have others in folders below. */
function versionOf(name: string, file: string): string {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest = readManifest(join(folder, "package.json"));
      if (manifest.name === name) return manifest.version;
    } catch {
      // Not the package's root.
    }
  }
  throw new Error(`"${file}" is in no package "${name}"`);
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, "utf8")) as Manifest;
}

/** In a workspace a range is the name of a protocol, and what is linked is what is meant. */
function isWithin(version: string, range: string): boolean {
  return /^(workspace|catalog):/.test(range) || satisfies(version, range);
}

/** Of `@scope/name/module` and `name/module`. */
function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
