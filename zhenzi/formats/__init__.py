"""How dates are typed and shown, language by language, where Django's own way does not serve."""
