"""The rules of the certificates' addresses."""

from django.utils.translation import gettext_lazy as _

from people.rules import About, Rule, Who

RULES = [
    Rule(
        ("certificates:look_up", "certificates:verify", "certificates:check_file", "short_verification"),
        Who.ANYBODY, About.CERTIFIED,
        _("Verification of a certificate"),
        _("A stranger who is shown a certificate can see whether it holds; codes cannot be guessed."),
    ),
    Rule(
        ("badges:key_set", "badges:did_document", "badges:issuer", "badges:achievement", "badges:status",
         "badges:status_token"),
        Who.ANYBODY, About.NOBODY, _("Public keys, what a badge is given for, and which badges are revoked"),
        _("Whoever checks a badge needs them; none of them names anybody."),
    ),
    Rule(
        ("badges:document", "badges:token", "badges:picture"), Who.SIGNED_IN, About.VISIBLE,
        _("A badge, to be taken along"),
        _("It says what the certificate says, and belongs to the same person."),
        trail=True,
    ),
    Rule(
        ("certificates:mine",), Who.SIGNED_IN, About.ONESELF, _("One’s own certificates and the way to the next"),
        _("A certificate belongs to the person."),
    ),
    Rule(
        ("certificates:detail", "certificates:pdf", "certificates:card"), Who.SIGNED_IN, About.VISIBLE,
        _("A certificate and its PDF"),
        _("Managers must be able to prove what their people hold."), trail=True,
    ),
    Rule(
        ("certificates:picture",), Who.SIGNED_IN, About.ONESELF, _("A picture of one’s own certificate, to be shared"),
        _("Whether a certificate is shown round is its holder’s own affair."),
    ),
    Rule(
        ("certificates:batches", "certificates:batch", "certificates:batch_file", "certificates:cancel_batch"),
        Who.LEADERS, About.VISIBLE, _("Certificates of a team as one file"),
        _("Managers hand them out; nobody else’s file can be fetched."), trail=True,
    ),
    Rule(
        ("certificate_font",), Who.AUTHORS, About.NOBODY, _("Fonts for the preview of a certificate’s design"),
        _("Only the administration area shows such a preview."),
    ),
    Rule(
        ("certificates:revoke", "certificates:suspend", "certificates:lift", "certificates:replace",
         "certificates:issue"),
        Who.ADMINISTRATORS, About.EVERYBODY, _("Issuing by hand, correcting, suspending and revoking certificates"),
        _("What the brand has given only the brand takes back, with a reason."), trail=True,
    ),
    Rule(
        ("signing_keys",), Who.ADMINISTRATORS, About.NOBODY, _("The keys that sign, and new ones in their place"),
        _("Only public halves are shown; each replacement has its reason and is in the trail."), trail=True,
    ),
    Rule(
        ("certificates:sign_offs", "certificates:give_sign_off", "certificates:withdraw_sign_off",
         "certificates:waiting_number"), Who.LEADERS, About.VISIBLE,
        _("Signing off those who have met everything else"),
        _("Who answers for the team’s work says who can do the job; nobody does for themselves."), trail=True,
    ),
    Rule(
        ("certificates:team",), Who.LEADERS, About.VISIBLE, _("Certificates of the team"),
        _("Managers must know what their people hold, and what ends next."),
    ),
    Rule(
        ("wagtailsnippets_certificates_*", "wagtailsnippetchoosers_certificates_*"), Who.ADMINISTRATORS, About.NOBODY,
        _("Certifications and what they ask for"), _("What a certificate is worth is the brand’s decision."),
    ),
]  # fmt: skip
