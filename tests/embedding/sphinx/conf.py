project = "Example"
html_static_path = ["_static"]
html_theme = "alabaster"
