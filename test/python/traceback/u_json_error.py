# Uncaught: an error raised deep in the library.
import json
json.loads('{"a": [1, 2,}')
