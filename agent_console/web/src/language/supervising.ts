// What supervisors' pages say; each of them imports this, so that an agent's desk need not load it.
import { en as floorEn } from './en/floor'
import { en as officeEn } from './en/office'
import { learn } from './text'
import { zh as floorZh } from './zh/floor'
import { zh as officeZh } from './zh/office'

learn({ en: { ...floorEn, ...officeEn }, zh: { ...floorZh, ...officeZh } })
