"""``/console/intake/…``: for the bank."""

from django.urls import path

from bole.hiring.intake.views import console, duplicates, mailboxes

app_name = "intake-console"
urlpatterns = [
    path("intake/", console.postings, name="postings"),
    path("intake/publish/", console.publish, name="publish"),
    path("intake/campaign/", console.campaign, name="campaign"),
    path("intake/postings/<uuid:posting_id>/end/", console.end, name="end"),
    path("intake/postings/<uuid:posting_id>/code/", console.code, name="code"),
    path("intake/uploads/", console.uploads, name="uploads"),
    path("intake/uploads/start/", console.start, name="start"),
    path("intake/uploads/<uuid:batch_id>/", console.batch, name="batch"),
    path("intake/uploads/<uuid:batch_id>/list.csv", console.listed, name="listed"),
    path("intake/uploads/<uuid:batch_id>/parts/", console.upload, name="upload"),
    path("intake/uploads/<uuid:batch_id>/parts/<int:index>/", console.part, name="part"),
    path("intake/uploads/<uuid:batch_id>/parts/finish/", console.finish, name="finish"),
    path("intake/uploads/<uuid:batch_id>/items/<uuid:item_id>/", console.complete, name="complete"),
    path("intake/duplicates/", duplicates.listed, name="duplicates"),
    path("intake/duplicates/<uuid:duplicate_id>/", duplicates.one, name="duplicate"),
    path("intake/mailboxes/", mailboxes.listed, name="mailboxes"),
    path("intake/mailboxes/<uuid:mailbox_id>/", mailboxes.listed, name="mailbox"),
    path("intake/mailboxes/<uuid:mailbox_id>/switch/", mailboxes.switch, name="switch"),
    path("intake/mailboxes/<uuid:mailbox_id>/look/", mailboxes.look, name="look"),
    path("intake/keeping/", console.keeping, name="keeping"),
]
