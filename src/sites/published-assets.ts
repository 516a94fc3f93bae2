import type { Brand } from '../config/config.ts'
import type { LaterArtefact } from '../features/publishing/artefact.ts'
import { brandAssets, siteAssets } from '../ui/assets.ts'

/** What published pages load, so that a copy of the snapshot has it, too. */
export function publishedAssets({ brand }: { brand: Brand }): readonly LaterArtefact[] {
  return [...siteAssets().values(), ...brandAssets(brand)].map(({ url, contentType, body }) => ({
    path: url,
    contentType,
    isImmutable: true,
    version: url,
    draw: () => ({ body }),
  }))
}
