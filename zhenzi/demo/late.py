"""x"""
def tell_the_rest(town): pass
