"""The rules of what no app of ours answers for: doors, sign-in, files, and Wagtail."""

from django.utils.translation import gettext_lazy as _

from people.rules import About, Rule, Who

RULES = [
    Rule(
        ("entrance", "healthz", "admin_door", "site_login"),
        Who.ANYBODY, About.NOBODY, _("Doors and the monitor’s question"),
        _("They send on to where somebody may be, or say that the website is alive."),
    ),
    Rule(
        ("account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password*",
         "account_email_verification_sent", "account_confirm_*", "mfa_authenticate", "mfa_login_webauthn"),
        Who.ANYBODY, About.NOBODY, _("Sign-in and its steps, forgotten passwords"),
        _("Whoever is not signed in yet must get in; the answers never say who has an account. "
          "Sign-up is closed unless a setting opens it."),
    ),
    Rule(
        ("openid_connect_*", "saml_*", "wecom_*", "dingtalk_*", "feishu_*", "socialaccount_login_*",
         "socialaccount_signup"),
        Who.ANYBODY, About.NOBODY, _("Sign-in with an account elsewhere, where it is set up"),
        _("It opens the account of whoever linked it, or has the employee number that a trusted service gives; "
          "a leaver and a stranger get the same answer."), trail=True,
    ),
    Rule(
        ("socialaccount_connections",), Who.SIGNED_IN, About.ONESELF, _("One’s own linked accounts"),
        _("A linked account is a key to the door, so only its owner links and unlinks it, with the password."),
        trail=True,
    ),
    Rule(
        ("account_*", "mfa_*", "usersessions_list"), Who.SIGNED_IN, About.ONESELF,
        _("One’s own password, passkeys, second factor, devices"), _("Nobody changes another person’s keys."),
    ),
    Rule(("start", "start_courses"), Who.SIGNED_IN, About.NOBODY, _("Start pages"), _("Each role has its own.")),
    Rule(
        ("wagtail_serve",), Who.SIGNED_IN, About.ONESELF, _("Courses, modules, lessons, quizzes, role-plays"),
        _("Content is the same for everybody; the progress shown on it is one’s own."),
    ),
    Rule(
        ("media", "document", "wagtaildocs_serve", "wagtaildocs_authenticate_with_password",
         "wagtailcore_authenticate_with_password"),
        Who.SIGNED_IN, About.NOBODY, _("Pictures, videos and documents of lessons"),
        _("Uploaded files are served by the application, never from a public folder; "
          "evidence has addresses of its own."),
    ),
    Rule(
        ("wagtailadmin_*", "wagtailadmin_pages:*", "wagtailadmin_collections:*", "wagtailadmin_workflows:*",
         "wagtailadmin_reports:*", "wagtailadmin_editing_sessions:*", "wagtailimages:*",
         "wagtailimages_chooser:*", "wagtaildocs:*", "wagtaildocs_chooser:*", "wagtailembeds:*", "wagtaillocales:*",
         "wagtailsettings:*", "wagtailsites:*", "wagtailsnippets:*", "wagtail_localize:*", "wagtail_bulk_action",
         "pages:*", "images:*", "documents:*"),
        Who.AUTHORS, About.NOBODY, _("Wagtail: content, pictures, documents, translations"),
        _("Trainers write content, each as far as their permissions go; it holds no records of people."),
    ),
]  # fmt: skip
