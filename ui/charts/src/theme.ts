/** Design tokens as a chart needs them, and the house style of every chart. */

export interface ChartTheme {
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly grid: string
  readonly control: string
  readonly surface: string
  readonly accent: string
  readonly bad: string
  readonly groups: readonly string[]
  readonly other: string
  readonly ramp: readonly string[]
  readonly font: string
  readonly still: boolean
}

/** Reads the tokens as they are in force at `el`, light or dark. */
export function readTheme(el: HTMLElement): ChartTheme {
  const probe = document.createElement('span')
  el.append(probe)
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const theme: ChartTheme = {
    ink: colour('ink'), ink2: colour('ink-2'), ink3: colour('ink-3'), grid: colour('grid'), control: colour('control'),
    surface: colour('surface'), accent: colour('accent'), bad: colour('bad'), other: colour('cat-other'),
    groups: [1, 2, 3, 4, 5, 6].map((n) => colour(`cat-${n}`)),
    ramp: [1, 2, 3, 4, 5, 6].map((n) => colour(`seq-${n}`)),
    font: getComputedStyle(el).fontFamily,
    still: matchMedia('(prefers-reduced-motion: reduce), print').matches,
  }
  probe.remove()
  return theme
}

export const SIZE = 11.5

/** What all charts share. */
export function houseStyle(theme: ChartTheme): Record<string, unknown> {
  return {
    animation: !theme.still,
    animationDuration: 260,
    animationDurationUpdate: 180,
    animationEasingUpdate: 'cubicOut',
    color: theme.groups,
    textStyle: { fontFamily: theme.font, fontSize: SIZE, color: theme.ink2 },
    aria: { enabled: true, label: { enabled: false }, decal: { show: matchMedia('(forced-colors: active)').matches } },
  }
}

/** An axis without lines or ticks; labels in grey, a hairline grid when `grid`. */
export function houseAxis(theme: ChartTheme, grid: boolean): Record<string, unknown> {
  return {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: theme.ink3, fontSize: SIZE, fontFamily: theme.font, hideOverlap: true },
    splitLine: { show: grid, lineStyle: { color: theme.grid, width: 1 } },
  }
}

/** The one tooltip: a dark-on-light card of names and figures, built as text so that no label can carry markup. */
export function houseTooltip(theme: ChartTheme, rows: (index: number) => TipRows, pointer = true): Record<string, unknown> {
  return {
    trigger: 'axis',
    confine: true,
    transitionDuration: 0.08,
    padding: 0,
    borderWidth: 0,
    backgroundColor: 'transparent',
    className: 'tip',
    extraCssText: 'box-shadow:none',
    axisPointer: pointer ? { type: 'line', lineStyle: { color: theme.control, width: 1, type: 'solid' }, z: 1 } : { type: 'none' },
    formatter: (found: unknown) => tip(rows(indexOf(found))),
  }
}

export interface TipRows {
  readonly head: string
  readonly rows: readonly (readonly [string, string])[]
}

function indexOf(found: unknown): number {
  const [first] = Array.isArray(found) ? found : [found]
  return (first as { readonly dataIndex?: number } | undefined)?.dataIndex ?? 0
}

function tip({ head, rows }: TipRows): HTMLElement {
  const box = element('div', 'tip-in')
  box.append(element('b', '', head))
  for (const [name, figure] of rows) {
    const line = element('div', '')
    line.append(element('span', '', name), element('span', '', figure))
    box.append(line)
  }
  return box
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.textContent = text
  return made
}
