/** What a person wants to choose. */
export type Wanted = {
  /** Types of files that are offered first; '' for any. */
  readonly accept: string;
  /** Telephones and tablets: taken now, with the camera. */
  readonly capture: 'environment' | undefined;
};
