"""What sysconfig asks of a build. There is no C build: only the variables that describe this runtime truly are here."""

build_time_vars = {
    'ABIFLAGS': '',
    'ALIGNOF_MAX_ALIGN_T': 16,
    'EXT_SUFFIX': '',
    'HAVE_FORK': 0,
    'HAVE_GETRANDOM': 1,
    'HAVE_SENDFILE': 0,
    'MULTIARCH': 'x86_64-linux-gnu',
    'PYTHONFRAMEWORK': '',
    'Py_DEBUG': 0,
    'Py_ENABLE_SHARED': 0,
    'Py_GIL_DISABLED': 0,
    'Py_TRACE_REFS': 0,
    'SIZEOF_SIZE_T': 8,
    'SIZEOF_TIME_T': 8,
    'SIZEOF_VOID_P': 8,
    'SOABI': '',
    'VERSION': '3.13',
    'WITH_DOC_STRINGS': 0,
    'WITH_PYMALLOC': 1,
    'prefix': '',
}
