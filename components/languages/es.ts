import type { Catalog } from "livetsx"

export const es: Catalog = {
  site: {
    description: "Lecciones de livetsx: interfaces en tiempo real hechas en el servidor con TypeScript.",
    skip: "Ir al contenido",
    nav: "Sitio",
    lessons: "Lecciones",
    login: "Entrar",
    languages: "Idioma",
    footer: "Cada página es una función TSX y unos pocos handlers. No hay código de cliente que escribir.",
  },
  frame: {
    step: "Lección {{number}}",
    lessons: "Todas las lecciones",
    source: "El código que hay detrás",
    turn: "Lección anterior y siguiente",
    next: "Siguiente: {{title}}",
    previous: "Anterior: {{title}}",
  },
  groups: {
    basics: "Primeros pasos",
    forms: "Formularios",
    moving: "Moverse",
    together: "Juntos",
    application: "La aplicación",
  },
  home: {
    title: "Lecciones de livetsx",
    heading: "Escribe la página una vez. Se mantiene al día sola.",
    lead: "Dieciocho lecciones breves, cada una una página que funciona. Abre una en dos ventanas y mira lo que ve la otra persona.",
    start: "Empezar por la primera lección",
    lamps: "Doce lámparas, un puerto",
    lampsHint: "Enciende una: cambia para todos los que están mirando.",
    lamp: "Lámpara {{number}}",
    lit: "Encendidas:",
  },
  lessons: {
    handler: {
      title: "Handlers",
      summary: "Un handler es una función del servidor con nombre. Un elemento la llama; lo que devuelve cambia la página.",
      text: "Recibe qué se llamó, con qué datos y formulario, en qué idioma y desde qué página. `send()` y un `<Update>` devuelto hacen lo mismo: uno ahora, otro con la respuesta.",
    },
    counter: {
      title: "Contador",
      summary: "Un estado que pertenece a una página abierta y se guarda en el servidor.",
      text: "Dos ventanas cuentan por separado. El handler cambia `state.count` y devuelve el elemento; solo viajan las cifras que cambian.",
    },
    list: {
      title: "Añadir y quitar",
      summary: "Se añade una fila, se quita otra, y todos los que están en la página lo ven.",
      text: "Cada fila tiene un id y así un parche puede nombrarla. La página está en una sala llamada `list`, y los handlers envían a esa sala.",
    },
    init: {
      title: "Init",
      summary: "Un elemento llama a un handler en cuanto aparece.",
      text: "También ocurre con los elementos que un parche añade después, como muestra el botón. No hay que pulsar nada.",
    },
    contact: {
      title: "Formulario de contacto",
      summary: "Los campos se comprueban mientras se rellenan, y el formulario entero al enviarlo.",
      text: "El esquema se escribe una vez, en el servidor. `field()` lo convierte en `required`, `minlength` y `type`, para que el navegador rechace lo mismo.",
    },
    search: {
      title: "Búsqueda",
      summary: "Los resultados llegan mientras escribes, tras una breve pausa, y nunca desordenados.",
      text: "`debounce` espera el silencio. Una respuesta más vieja que lo escrito después se descarta. Prueba `lens` o un país en inglés.",
    },
    edit: {
      title: "Editar en el sitio",
      summary: "Una línea se vuelve formulario, el formulario tiene el foco, y al guardar vuelve la línea.",
      text: "Intro guarda y Escape cancela. Los demás ven el texto nuevo, y lo que estén escribiendo no se toca.",
    },
    email: {
      title: "Correo en segundo plano",
      summary: "El formulario termina enseguida; la carta sale después.",
      text: "`background()` hace trabajo que dura más que la respuesta. Su `send` es seguro aunque la página se haya cerrado.",
    },
    upload: {
      title: "Subir archivos",
      summary: "Los archivos viajan mientras aún se rellena el formulario, y siguen solos cuando vuelve la conexión.",
      text: "El esquema dice qué archivos se admiten; navegador y servidor lo cumplen. Un handler recibe cada uno como `Upload` y lo mueve a su sitio. Lo que ningún handler mueve se tira.",
    },
    navigation: {
      title: "Dirección y título",
      summary: "Un handler cambia el contenido, la dirección y el título. Atrás y Adelante funcionan.",
      text: "Los enlaces son enlaces de verdad: abre uno en otra pestaña, o carga su dirección de nuevo, y el servidor da la misma página.",
    },
    scroll: {
      title: "Desplazamiento",
      summary: "Un parche puede llevar a una sección, o de vuelta arriba.",
      text: "El movimiento es suave, e inmediato para quien pidió menos movimiento.",
    },
    "infinite-scroll": {
      title: "Lista sin fin",
      summary: "La página siguiente se pide poco antes de que se vea el final de la lista.",
      text: "El disparador es un elemento al final de la lista. La respuesta añade una página y adelanta el disparador, hasta que no queda nada.",
    },
    dialog: {
      title: "Modal y diálogo",
      summary: "El servidor lo abre y lo cierra: el fondo lo cierra, un clic dentro no.",
      text: "`page#stop` evita que el clic interior llegue al fondo. La segunda forma usa el `<dialog>` del navegador y un controlador de seis líneas.",
    },
    keyboard: {
      title: "Teclado",
      summary: "Las teclas llaman a handlers mientras su elemento tiene el foco.",
      text: "Da el foco a una lista y pulsa `j` y `k` para moverte, `x` para izar o arriar, `?` para ver la ayuda. Escribir en un campo nunca se toma por un atajo.",
    },
    notifications: {
      title: "Avisos",
      summary: "Un mensaje para todos los que tienen la página abierta, que se retira solo.",
      text: "A mano, un trabajo en segundo plano espera y lo quita. Con `removeAfter`, cada navegador lo hace con su propio reloj.",
    },
    chat: {
      title: "Chat",
      summary: "Salas en las que una página entra y sale, y mensajes para quien esté en ellas.",
      text: "Abre dos ventanas. Un mensaje enviado vacía el campo y conserva el foco; los mensajes de otras salas se quedan allí.",
    },
    languages: {
      title: "Dos idiomas",
      summary: "Las páginas y los handlers hablan el idioma del visitante.",
      text: "Viene de una cookie o de lo que pide el navegador. `t()` lee los catálogos, con plurales; las fechas y los números los siguen.",
    },
    login: {
      title: "Iniciar sesión",
      summary: "Una sesión, una página que la exige y un middleware que guarda los handlers.",
      text: "El middleware va antes de la validación. Llama a `next()`, o devuelve parches y el handler no llega a ejecutarse.",
    },
  },
  welcome: {
    title: "Te damos la bienvenida",
    message: "Este contenido está en tu idioma.",
    turns_one: "Una vuelta de la lámpara dura cinco segundos.",
    turns_other: "{{count}} vueltas de la lámpara duran quince segundos.",
    today: "Hoy es {{date}}.",
    height: "El faro más alto de aquí mide {{height}} metros.",
    show: "Mostrar contenido",
    empty: "Todavía no se ha pedido nada.",
    choose: "Elige un idioma. La página se carga de nuevo, en él.",
    bench: "En tu idioma",
  },
}
