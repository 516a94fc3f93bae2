// tsc copies no assets: each goes beside the code that reads it.
import { copyFileSync, mkdirSync } from 'node:fs'

mkdirSync('dist/ui', { recursive: true })
copyFileSync('src/ui/style.css', 'dist/ui/style.css')
copyFileSync('src/ui/status.css', 'dist/ui/status.css')
mkdirSync('dist/config', { recursive: true })
copyFileSync('src/config/platforms.csv', 'dist/config/platforms.csv')
