/** What others call the parameters of a network. */

export interface NameMap {
  /** Whose names they are: `torchvision's ResNet-18`. */
  readonly source: string;
  /** This project's name of a parameter by the name it has there. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Whether what has this name there belongs to no parameter here and may be left out. */
  readonly isIgnored: (name: string) => boolean;
}
