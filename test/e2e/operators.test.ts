import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { ContextWish } from '../support/browser.ts'
import { aMaintenance, anIncident, maintenanceAt } from '../support/operators.ts'
import { runGatehouseCli } from '../support/run-cli.ts'
import { useStage } from '../support/stage.ts'
import { arrive, askAbout, expectPage, expectText, expectToFit, fill, follow, press, signIn } from '../support/steps.ts'

const stage = await useStage()
const staff = `${stage.demo.frontDoor}/staff`
const YEAR = new Date().getUTCFullYear() + 1

/** Whoever has the command line. */
const DOER = { actor: { kind: 'operator' }, context: null } as const

/** An operator of the cast, signed in. */
async function atTheDesk(wish: ContextWish = {}): Promise<Page> {
  const page = await stage.newPage(wish)
  await signIn(page, staff, {
    username: stage.demo.accounts.operator.username,
    password: stage.demo.accounts.operator.password ?? '',
  })
  return page
}

/** Chosen in a group that opens. */
async function affect(page: Page, component: string, state: string): Promise<void> {
  const part = page.locator('details').filter({ has: page.getByLabel(component, { exact: true }) })
  if ((await part.getAttribute('open')) === null) await part.locator('summary').click()
  await page.getByLabel(component, { exact: true }).selectOption(state)
}

describe('an operator at the front door', () => {
  it('opens an incident, having seen what will be published', async () => {
    const page = await atTheDesk()
    await page.goto(`${staff}/incidents`)
    await expectPage(page, 'Incidents')
    await page.getByRole('link', { name: 'Open an incident' }).click()
    await arrive(page, 'Open an incident')
    await press(page, 'Preview')
    await expectText(page, 'Please check what you entered')
    await expectPage(page, 'Open an incident')

    const name = `Sign-in is slow ${Date.now()}`
    await fill(page, { Title: name, Message: 'It takes **long**. <script>document.title = "no"</script>' })
    await page.getByLabel('Impact').selectOption('major')
    await affect(page, 'Australia Platform 1', 'partial_outage')
    await press(page, 'Preview')
    await expectText(page, 'Nothing is published yet')
    await expectText(page, `[Australia Platform 1] Investigating: ${name}`)
    await page.locator('summary').filter({ hasText: 'What the public API will say' }).click()
    await expectText(page, '"impact": "major"')
    await expectPage(page, 'Open an incident')
    expect(await page.getByLabel('Title').inputValue()).toBe(name)
    await press(page, 'Publish')
    await expectText(page, `Opened “${name}”`)
    await expectPage(page, name)
  })

  it('updates an incident, corrects what was said, resolves it, and tells what was behind it', async () => {
    const core = await stage.demo.core()
    const name = `Reports are late ${Date.now()}`
    const { incidentId } = await anIncident(core, DOER, { name, components: { KSA1: 'degraded_performance' } })
    const page = await atTheDesk()
    await page.goto(`${staff}/incidents/${incidentId}`)
    await arrive(page, name)
    await page.getByLabel('Status').selectOption('identified')
    await fill(page, { Message: 'A certificate ran out.' })
    await press(page, 'Preview')
    await press(page, 'Publish')
    await expectText(page, 'Published the update')
    await follow(page, () => page.getByRole('link', { name: 'Correct update 2' }).click())
    await expectPage(page, 'Correct an update')
    await fill(page, { Message: 'A certificate had run out.' })
    await press(page, 'Publish correction')
    await expectText(page, 'Corrected. What it said before stays to be read.')
    await page.locator('summary').filter({ hasText: 'Corrected' }).click()
    await expectText(page, 'A certificate ran out.')
    await page.getByLabel('Status').selectOption('resolved')
    await fill(page, { Message: 'All is well.' })
    await press(page, 'Preview')
    await press(page, 'Publish')
    await expectText(page, 'All its components are operational again')

    await follow(page, () => page.getByRole('link', { name: 'Reopen' }).click())
    await expectPage(page, 'Reopen an incident')
    expect(await page.getByLabel('KSA Platform 1').inputValue()).toBe('degraded_performance')
    await fill(page, { Message: 'It was not well yet.' })
    await press(page, 'Preview')
    await expectText(page, `[KSA Platform 1] Reopened: ${name}`)
    await expectPage(page, 'Reopen an incident')
    await press(page, 'Publish')
    await expectText(page, `“${name}” is open again`)
    await page.getByLabel('Status').selectOption('resolved')
    await fill(page, { Message: 'All is well now.' })
    await press(page, 'Preview')
    await press(page, 'Publish')
    await expectText(page, 'All its components are operational again')
    await fill(page, { Message: 'We will watch certificates.' })
    await press(page, 'Publish postmortem')
    await expectText(page, 'Published the postmortem')
    await expectPage(page, name)
  })

  it('plans a maintenance in their own zone', async () => {
    const page = await atTheDesk({ timezoneId: 'Europe/Berlin', look: 'phone-light' })
    await page.goto(`${staff}/maintenance`)
    await expectPage(page, 'Maintenance')
    await page.getByRole('link', { name: 'Plan a maintenance' }).click()
    await arrive(page, 'Plan a maintenance')
    expect(await page.getByLabel('Time zone of these times').inputValue()).toBe('Europe/Berlin')
    const name = `Upgrade ${Date.now()}`
    await fill(page, { Title: name, Message: 'Nobody can sign in.', Start: `${YEAR}-06-01T04:00`, End: `${YEAR}-06-01T03:00` })
    await page.getByLabel('KSA Platform 1').check()
    await press(page, 'Preview')
    await expectText(page, 'The end is before the start')
    await fill(page, { End: `${YEAR}-06-01T06:00` })
    await press(page, 'Preview')
    await expectText(page, `${YEAR}-06-01 04:00 to ${YEAR}-06-01 06:00`)
    await expectText(page, '02:00 UTC')
    await expectPage(page, 'Plan a maintenance')
    await expectToFit(page)
    await press(page, 'Publish')
    await expectText(page, `Scheduled “${name}”`)
    await expectToFit(page)
  })

  it('moves a maintenance, and cancels it, having read what will happen', async () => {
    const core = await stage.demo.core()
    const name = `Move me ${Date.now()}`
    const { incidentId } = await aMaintenance(core, DOER, { ...maintenanceAt(new Date(), 10_000, 60), name, components: ['UK1'] })
    const page = await atTheDesk()
    await page.goto(`${staff}/maintenance/${incidentId}`)
    await expectPage(page, name)
    const change = await askAbout(page, 'Edit')
    await change.getByLabel('UK Platform 1').uncheck()
    await follow(page, () => change.getByRole('button', { name: 'Save changes' }).click())
    await expectText(page, 'Choose at least one')
    await expectPage(page, name)
    await page.getByLabel('KSA Platform 1').check()
    await press(page, 'Save changes')
    await expectText(page, `Saved “${name}”`)
    await expectText(page, 'It now concerns KSA Platform 1, too. It no longer concerns UK Platform 1.')

    const question = await askAbout(page, 'Move')
    await question.getByLabel('Start').fill(`${YEAR}-06-02T04:00`)
    await question.getByLabel('End').fill(`${YEAR}-06-02T04:00`)
    await follow(page, () => question.getByRole('button', { name: 'Move', exact: true }).click())
    await expectText(page, 'The end is the same as the start')
    await expectPage(page, name)
    await fill(page, { End: `${YEAR}-06-02T06:00` })
    await press(page, 'Move')
    await expectText(page, `Moved “${name}”`)

    const last = await askAbout(page, 'Cancel maintenance')
    await expectText(page, 'This can’t be undone')
    await follow(page, () => last.getByRole('button', { name: 'Cancel maintenance', exact: true }).click())
    await expectText(page, 'This maintenance has been cancelled.')
    await expectPage(page, name)
  })

  it('writes without script all the same', async () => {
    const page = await atTheDesk({ javaScriptEnabled: false })
    await page.goto(`${staff}/incidents/new`)
    const name = `Without script ${Date.now()}`
    await fill(page, { Title: name, Message: 'Still works.' })
    await page.getByLabel('Impact').selectOption('none')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('button', { name: 'Publish' }).click()
    await arrive(page, name)
    await page.getByLabel('Status').selectOption('resolved')
    await fill(page, { Message: 'Done.' })
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('operational again').first().waitFor()
  })

  it('sets a word on a component and takes it back, and keeps a template', async () => {
    const page = await atTheDesk({ look: 'desktop-dark' })
    await page.goto(`${staff}/components`)
    await expectPage(page, 'Components')
    await page.getByRole('link', { name: 'UAE Platform 1' }).click()
    await expectPage(page, 'UAE Platform 1')
    await page.getByLabel('State').selectOption('degraded_performance')
    await fill(page, { 'Note for operators optional': 'Disk noise' })
    await press(page, 'Set state')
    await expectText(page, 'Disk noise')
    await page.getByRole('link', { name: 'UAE Platform 1' }).click()
    const question = await askAbout(page, 'Leave it to probes')
    await follow(page, () => question.getByRole('button', { name: 'Leave it to probes' }).click())
    await expectText(page, 'probes decide again')

    await page.goto(`${staff}/templates/new`)
    await expectPage(page, 'New template')
    const label = `Slow ${Date.now()}`
    await fill(page, { 'Name of the template': label, Title: '{{components}}: slow', Message: 'Since {{start}}.' })
    await press(page, 'Save template')
    await expectPage(page, 'Templates')
    await page.goto(`${staff}/incidents/new`)
    await follow(page, () => page.getByRole('link', { name: label }).click())
    expect(await page.getByLabel('Title').inputValue()).toBe('{{components}}: slow')
  })
})

describe('the command line, beside the running server', () => {
  const run = (...args: string[]) => runGatehouseCli([...args, '--demo'], { GATEHOUSE_DATA: stage.demo.dataFolder })
  const idIn = (stdout: string) => stdout.split('\n')[0] ?? ''

  it('opens, updates and resolves an incident', async () => {
    const said = ['--name', 'By command', '--impact', 'minor', '--message', 'Slow.', '--quiet']
    const parts = ['--component', 'IN1=degraded_performance,US4=operational', '--component', 'GOV1=partial_outage']
    const opened = await run('incident', 'open', ...said, ...parts, '--at', '2026-01-02T03:04', '--zone', 'Asia/Kolkata')
    expect(opened).toMatchObject({ code: 0, stderr: '' })
    expect(opened.stdout).toMatch(/^[a-z0-9]{12}\nhttp:\/\/\S+\/status\/incidents\/[a-z0-9]{12}\n$/u)
    const id = idIn(opened.stdout)
    expect(await run('incident', 'update', '--id', id, '--status', 'monitoring', '--message', 'Better.')).toMatchObject({
      code: 0,
    })
    expect(await run('incident', 'resolve', '--id', id, '--message', 'Well.')).toMatchObject({ code: 0 })
    const back = ['incident', 'reopen', '--id', id, '--message', 'It is back.']
    expect((await run(...back)).stderr).toContain('--component: Choose at least one')
    expect(await run(...back, '--component', 'GOV1=partial_outage')).toMatchObject({ code: 0 })
    expect((await run(...back)).stderr).toContain('it is open. Nothing was changed.')
    expect(await run('incident', 'resolve', '--id', id, '--message', 'Well.')).toMatchObject({ code: 0 })
    const again = await run('incident', 'resolve', '--id', id, '--message', 'Well.')
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('it is resolved. Nothing was changed.')
  })

  it('schedules, moves and cancels a maintenance', async () => {
    const plan = ['maintenance', 'schedule', '--name', 'By command', '--message', 'Upgrade.', '--component', 'IN1']
    const window = ['--from', `${YEAR}-03-02T02:00`, '--until', `${YEAR}-03-02T04:00`]
    const planned = await run(...plan, ...window, '--closes')
    expect(planned).toMatchObject({ code: 0, stderr: '' })
    const overlap = await run(...plan, ...window)
    expect(overlap.code).toBe(1)
    expect(overlap.stderr).toMatch(/^gatehouse: --from: This overlaps “By command” of 2 March/u)
    const id = idIn(planned.stdout)
    const edit = ['maintenance', 'edit', '--id', id]
    expect(await run(...edit, '--name', 'By hand', '--component', 'IN1,AE1', '--closes', 'no')).toMatchObject({ code: 0 })
    expect((await run(...edit, '--name', 'By hand')).stderr).toContain('--name: This is what it says already')
    expect(await run(...edit, '--closes', 'perhaps')).toMatchObject({ code: 2 })
    const moved = ['--from', `${YEAR}-03-03T02:00+05:30`, '--until', `${YEAR}-03-03T04:00+05:30`]
    expect(await run('maintenance', 'move', '--id', id, ...moved)).toMatchObject({ code: 0 })
    expect(await run('maintenance', 'cancel', '--id', id, '--message', 'Not needed.')).toMatchObject({ code: 0 })
  })

  it.each([
    [['incident', 'open', '--name', 'x', '--impact', 'huge', '--message', 'x'], 1, '--impact: Choose one from the list'],
    [
      ['incident', 'open', '--name', 'x', '--impact', 'minor', '--message', 'x', '--at', 'soon'],
      1,
      '--at: Enter a day and a time',
    ],
    [
      ['incident', 'open', '--name', 'x', '--impact', 'minor', '--message', 'x', '--component', 'US1'],
      2,
      '--component: US1 is not like',
    ],
    [
      ['incident', 'open', '--name', 'x', '--impact', 'minor', '--message', 'x', '--component', 'US99=operational'],
      1,
      '--component: US99 is no component',
    ],
    [['incident', 'resolve', '--id', 'nothing', '--message', 'x'], 2, '--id: there is none'],
    [['incident', 'open', '--name', 'x'], 2, '--impact, --message must be given'],
    [
      [
        'maintenance',
        'schedule',
        '--name',
        'x',
        '--message',
        'x',
        '--component',
        'US1',
        '--from',
        '2027-03-28T02:30',
        '--until',
        '2027-03-28T05:00',
        '--zone',
        'Europe/Berlin',
      ],
      1,
      '--from: Clocks are set forward',
    ],
  ])('%j names the option', async (args, code, complaint) => {
    const ran = await run(...args)
    expect([ran.code, ran.stdout]).toEqual([code, ''])
    expect(ran.stderr).toContain(complaint)
  })
})
