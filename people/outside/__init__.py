"""Signing in with an account elsewhere: OIDC, SAML, WeCom, DingTalk, Feishu, each only where it is configured.

Whose account it is here is said in `matching`, and nowhere else; `adapter` is what allauth asks.
"""
