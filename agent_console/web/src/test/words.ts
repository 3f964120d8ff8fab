// Every sentence of the console, whichever page it is learnt with.
import { en as consoleEn } from '../language/en/console'
import { en as deskEn } from '../language/en/desk'
import { en as floorEn } from '../language/en/floor'
import { en as officeEn } from '../language/en/office'
import { zh as consoleZh } from '../language/zh/console'
import { zh as deskZh } from '../language/zh/desk'
import { zh as floorZh } from '../language/zh/floor'
import { zh as officeZh } from '../language/zh/office'

export const en = { ...consoleEn, ...deskEn, ...floorEn, ...officeEn }
export const zh = { ...consoleZh, ...deskZh, ...floorZh, ...officeZh }
