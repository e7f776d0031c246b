print('main of package', __name__)
inside = 'main value'
