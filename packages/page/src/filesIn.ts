/** The files of a drop, with all that lie in the folders among them. */
import type { GivenFile } from "./droppedFiles.js";

/** More files than any model has; a folder of more is no model's. */
const MOST_FILES = 2000;

/** Those of folders have their path from there; rejects where one cannot be read. */
export async function filesIn({ items, files }: DataTransfer): Promise<readonly GivenFile[]> {
  // They must be asked for at once: the drop is over after this turn.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.some(({ isDirectory }) => isDirectory)) return [...files];
  const found: GivenFile[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: GivenFile[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  if (entry.isDirectory) {
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    // It gives some at a time, and none when there are no more.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const each of some) await collect(each, found);
    }
  }
  const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
  found.push(withPath(file, entry.fullPath.slice(1)));
}

function withPath(file: File, path: string): GivenFile {
  const { name, size } = file;
  return { name, size, path, text: () => file.text(), arrayBuffer: () => file.arrayBuffer() };
}
