"""WeCom (企业微信) as a provider of allauth, which has none.

On a computer its page shows a code that people scan with the app; inside the app they are asked nothing at all. Either
way a code comes back that the server exchanges for the member's id, with a token of the company's own application.
"""
