import type { Patch } from "../protocol.ts"

/** What a page was last shown. */
export class Shown {
  applied = 0
  constructor(_body: string) {}
  encode(patches: Patch[]): Patch[] {
    this.applied += 1
    return patches
  }
  passed(_patches: Patch[]): void {
    this.applied += 1
  }
  forget(): void {}
  release(): void {}
}
