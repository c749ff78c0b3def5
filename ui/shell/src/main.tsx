/** The host: frame, navigation and panel around whichever symphony is asked for. */
import '@symphony/tokens/tokens.css'
import '@symphony/tokens/base.css'
import '@symphony/kit/styles.css'
import './shell.css'
import { Boundary } from '@symphony/kit'
import { setLocale } from '@symphony/sdk'
import { render } from 'preact'
import { App } from './app'

setLocale(navigator.language)
render(<Boundary title="The page"><App /></Boundary>, document.getElementById('app')!)
