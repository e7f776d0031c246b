# The file does not compile: import from in the wrong order.
import os from path
