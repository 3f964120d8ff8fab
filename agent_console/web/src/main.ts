// Where the console starts.
import { mount } from 'svelte'
import './app.css'
import App from './App.svelte'
import { route } from './route.svelte'

route.listen()
mount(App, { target: document.getElementById('app')! })
