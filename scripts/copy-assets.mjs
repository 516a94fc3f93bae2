// tsc copies no assets: each goes beside the code that reads it.
import { copyFileSync, mkdirSync } from 'node:fs'

mkdirSync('dist/ui', { recursive: true })
copyFileSync('src/ui/style.css', 'dist/ui/style.css')
mkdirSync('dist/config', { recursive: true })
copyFileSync('src/config/platforms.csv', 'dist/config/platforms.csv')
