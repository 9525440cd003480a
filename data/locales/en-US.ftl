# What people see, in English. Descriptions of commands and options stand beside their code.



help-title = ModelZoo: deep-learning models on GitHub
help-intro = Search and browse in English or Chinese; the bot answers in the language of your Discord. Copy an example to try it.
help-menu = Right-click or hold a message → Apps → *Find models in this message*: its links and the names it mentions, as cards.
help-footer = The commands that show models take `private:True` to answer to you alone. Buttons never expire; pressing one on somebody else's list gives you your own copy.

example-model-search = /model search query:object detection caffe
example-model-show = /model show model:matterport/Mask_RCNN
example-model-random = /model random category:Generative models
example-category = /category name:Computer vision
example-paper = /paper query:1703.06870
example-framework = /framework name:PyTorch

about-title = About ModelZoo
about-intro = One place to find deep-learning models on GitHub: by category, by framework, by what they do.
about-version = Version
about-size = Catalogue
about-counts = { $entries } models, { $weights } with pretrained weights known, { $snapshots } star counts
about-age = Age
about-newest = newest star count of { $day }
about-github = GitHub
about-token = asked daily; last complete look { $when }
about-token-never = asked daily; not looked at yet
about-no-token = no token is set, so only 60 repositories an hour can be looked at: figures lag by half a day or more
about-privacy = What is stored about you
about-privacy-text = Nothing that names you. Your Discord id stands in the buttons of your own lists. Of a newsletter, the ids of server, channel, role and of who subscribed are kept until it is unsubscribed, or until thirty days after the bot was removed; where its editions were posted, for sixty days more. Which curator let a model's growth pass is kept for sixty days. Search words too long for a button are kept without your id, and deleted two years after their last use.

stars-unknown = stars unknown
gain-short = { $gained } in { $days } days
historic = (historic)
last-push = last push { $day }
weights-yes = available
weights-unknown = none known
and-more = and { $count } more

health-active = active
health-quiet = quiet
health-dormant = dormant
health-archived = archived
health-gone = gone
health-unknown = unknown
health-moved = moved
health-relicensed = licence changed
health-released = new release
lately-moved = moved from { $before }, seen { $day }
lately-relicensed = licence was { $before } until { $day }
lately-released = { $release }, { $day }
unlisted = no longer listed

license-permissive = permissive
license-copyleft = copyleft
license-non-commercial = non-commercial
license-other = see the licence file
license-none = none stated
license-unknown = not known

fact-stars = Stars
fact-successor = Successor
successor-source = source
fact-gains = Gained
fact-health = Health
fact-lately = Lately
fact-categories = Categories
fact-frameworks = Frameworks
fact-tasks = Tasks
fact-papers = Paper
paper-official = its authors' own code
fact-weights = Pretrained weights
fact-license = Licence
fact-language = Language
fact-topics = Topics
fact-homepage = Homepage
fact-created = Created
fact-aliases = Formerly

button-open = Open
button-paper = Paper
button-weights = Weights
button-like = More like this
button-legend = What the signs mean
button-share = Share
button-remove = Remove
button-surprise = Surprise me
button-page = { $page } / { $pages }

menu-sort = Sort by …
menu-sorted = Sorted by { $sort }
menu-category = Narrow by category …
menu-framework = Narrow by framework …
choose-category = Choose a category …
choose-framework = Choose a framework …
menu-every-category = All categories
menu-every-framework = All frameworks
menu-count = { $number ->
    [one] { $count } model
   *[other] { $count } models
}

sort-relevance = relevance
sort-stars = stars
sort-gained = stars gained in 30 days
sort-active = recently active
sort-newest = newest
sort-name = name

result-count = { $number ->
    [0] **No models found**
    [one] **{ $count }** model
   *[other] **{ $count }** models
}
result-paper = Implementations of arXiv { $id }
result-sorted = by { $sort }
result-corrected = Showing results for { $text } instead of { $typed }
result-understood = Understood as { $names }
result-unsorted = No stars gained in the last months are known yet, so the list is by stars.
result-missing = None of them is for { $names }
result-like = Like { $name }
result-all = All models
why-task = found through { $names }
why-official = by the paper's authors
why-shared = similar: { $names }

mentions-title = Models in this message
mentions-unlisted = Not in the catalogue yet
mentions-none = No link to GitHub, arXiv or Hugging Face in it, and no name that the catalogue knows.
menu-mentions = Find models in this message

nothing-without = Nothing fits all of it. Drop a filter:
nothing-nearest = Did you mean one of these?
nothing-advice = Try fewer or other words: a model's name, a task such as *object detection*, an arXiv id, or a GitHub link.
drop-all = Without any filter ({ $count })
drop-category = Without the category ({ $count })
drop-framework = Without the framework ({ $count })
drop-task = Without the task ({ $count })
drop-license = Without the licence ({ $count })
drop-health = Whatever their health ({ $count })
drop-min-stars = Without the star limit ({ $count })

overview-category = Categories
overview-category-hint = Each with its number of models and its most starred one. Choose one to see its list.
overview-framework = Frameworks
overview-framework-hint = Each with its number of models and its most starred one. Choose one to see its list.

legend-title = What the signs mean
legend-active = last push within { $days } days
legend-quiet = last push within { $days } days, but no longer active
legend-dormant = no push for more than { $days } days
legend-archived = its owner made it read-only
legend-gone = no longer on GitHub
legend-unknown = the last push is not known
legend-moved = has had a new name or owner for less than { $days } days; the old name still finds it
legend-relicensed = its licence changed within { $days } days
legend-released = its latest release is at most { $days } days old
legend-stars = Stars carry their date when they are older than a week; ≈ marks a rounded count, or a gain told by GitHub's star history, which leaves out stars taken back since.
legend-license = Licences: *permissive* (MIT, Apache, BSD …) allow nearly anything, *copyleft* (GPL, MPL …) want changes shared alike, *non-commercial* forbid business use; *none stated* means ask the author, *not known* that we have not seen its licence.

admin-title = Freshness
admin-no-token = **No GitHub token is set.** GitHub answers 60 requests an hour, so a look at everything takes half a day, and READMEs and star histories come last. Set `github.token` or `GITHUB_TOKEN`; a token without any permission is enough.
admin-last = Last refresh
admin-never = No refresh has run yet.
admin-budget = GitHub's budget
admin-budget-unknown = not asked in the last hour
admin-rate = { $name } { $remaining } of { $limit } left, new { $when }
admin-stale = Entries due
admin-next = Next run
admin-started = Refresh started …
admin-under-way = A refresh is under way already; this shows how far it is.
admin-refreshing = Refreshing
admin-done = Refreshed
admin-waiting = waiting for GitHub's rate limit, goes on { $when }
admin-phase-repositories = Repositories
admin-phase-readmes = READMEs
admin-phase-histories = Star histories
admin-trigger-timer = by the timer
admin-trigger-admin = by an operator
admin-trigger-command-line = from the command line
admin-trigger-one = one model
admin-outcome-complete = complete
admin-outcome-running = under way
admin-outcome-unauthorized = broken off: GitHub refuses the token
admin-outcome-unreachable = broken off: GitHub could not be reached
admin-outcome-stopped = stopped, goes on by itself
admin-outcome-interrupted = interrupted, went on in the next run
admin-counts = { $checked } looked at: { $updated } changed, { $unchanged } as before
admin-fetched = { $readmes } READMEs, { $histories } star histories, { $requests } requests
admin-more = and { $count } more
admin-kind-failed = Failed
admin-kind-gone = Gone
admin-kind-returned = Back
admin-kind-archived = Archived
admin-kind-unarchived = No longer archived
admin-kind-renamed = Renamed
admin-kind-relicensed = Licence changed
admin-kind-released = Released
admin-suggested = Its topics on GitHub speak of { $names }, which the entry lacks. A curator decides.

trending-title = Trending
trending-days = { $days } days
trending-by-stars = by stars gained
trending-by-pace = by pace for its field
trending-absolute = By stars gained
trending-relative = By pace for its field
trending-pace = ×{ $pace } of what is usual
trending-new = new
trending-how = How this is reckoned
trending-none = No gains over { $days } days are known yet. They come with the daily look at GitHub.
trending-formula = **How this is reckoned.** Growth is the stars gained, divided by the stars before plus { $smoothing }, so that a handful is no boom. What is usual is the median growth of the category, or of all where fewer than five of it are known. Shown are entries that gained at least { $least }; 🌱 marks repositories of the last { $days } days; ≈ gains that begin in GitHub's star history.
period-7 = 7 days
period-30 = 30 days
period-365 = a year
example-model-trending = /model trending period:30 days category:Generative models

compare-title = Side by side
compare-stars = Stars over time
compare-no-counts = No star counts are known yet.
span-month = 30 days
span-year = 1 year
span-all = All
scale-log = Logarithmic
scale-linear = Linear
align-date = By date
align-age = By age
fact-release = Latest release
button-stars = Stars
example-model-similar = /model similar model:nagadomi/waifu2x
example-model-compare = /model compare first:matterport/Mask_RCNN second:facebookresearch/detectron2

chart-date-month = Stars on GitHub in the last 30 days.
chart-date-year = Stars on GitHub in the last year.
chart-date-all = Stars on GitHub by date, all counts that are known.
chart-age-month = Stars on GitHub in the first 30 days after each was created.
chart-age-year = Stars on GitHub in the first year after each was created.
chart-age-all = Stars on GitHub by age since each was created.
chart-log = The scale is logarithmic.
chart-base = The axis starts at { $count }, not at 0.
chart-change = { $name }: { $first } on { $since }, { $last } on { $until } ({ $gained })
chart-rounded = { $name }: { $first } on { $since }, { $last } on { $until }
chart-one = { $name }: { $count } on { $day }
chart-none = { $name }: no counts in this span
chart-ageless = { $name }: not shown, its creation date is not known
chart-about = about { $count }

jump-title = Go to page
jump-label = Page, 1 to { $pages }
jump-bad = { $typed } is no page of this list. Type a whole number from 1 to { $pages }.

error-unexpected = Something went wrong on our side. If it happens again, report it with this id: `{ $reference }`
error-permission = Only the person who asked, or a moderator, can remove this.
error-gone = This message is old: its model is no longer in the catalogue. `/model search` finds models by name, task or description.
error-state = This list can't be turned any more. Run the command again.
error-category = There is no category { $typed }. Choose one of the list that appears while you type.
error-framework = There is no framework { $typed }. Choose one of the list that appears while you type.
error-task = There is no task { $typed }. Choose one of the list that appears while you type.
error-license = There is no licence { $typed } in the catalogue. Choose one of the list that appears while you type.
error-operator = `/admin` is for this bot's owner and its curators.
error-model = No one model is called { $typed }. Choose one of the list that appears while you type.
error-github = GitHub can't be asked now: { $reason } Try again later.
error-github-limit = GitHub's rate limit is used up. Try again { $when }.
error-github-token = GitHub refuses the token. Its owner has to set `github.token` or `GITHUB_TOKEN` anew.
error-compare = These are one and the same model. Name at least two.
error-paper = No paper of the catalogue is called { $typed }. Type an arXiv id, its address or the beginning of its title.
error-paper-unlisted = No model in the catalogue implements arXiv { $id } yet: https://arxiv.org/abs/{ $id }
error-health = There is no health { $typed }. Choose one of the list that appears while you type.
error-empty = That query has no word in it. Type a name, a task or a description.
error-nothing-random = No model fits both. Try one of the two alone.
error-cooldown = That was fast. Try again in { $seconds } s.

demo-welcome = 👋 **This is the real bot on a simulated Discord.** Type `/model search query:` and a wish (“remove the background of a video”, `maskrcnn`, 语音合成), or `/category`, `/framework`, `/model random`, `/help`. Switch “Viewing as” to see it in Chinese; as Maria, `/newsletter subscribe` brings the edition of July 2026 here within seconds.

tab-card = Overview
tab-readme = README
tab-quick = Quick start
tab-stars = Stars
tab-similar = Similar
button-all-like = All, to narrow

readme-sections = Jump to a section …
readme-none = This repository has no README that could be shown here.
readme-unreadable = This README can't be laid out here. It can be read on GitHub.
readme-unreachable = The README is not here yet, and GitHub can't be asked right now. Try again in a while, or read it on GitHub.
quick-title = Quick start
quick-install = Install
quick-usage = Use
quick-weights = Pretrained weights
quick-results = Results
quick-citation = Cite
quick-nothing = The README doesn't clearly say how to install or use it. It can be read under "README".
quick-source = Found in the README by its headings and code; what is unsure is left out.
similar-none = Nothing in the catalogue is like it.
percent = %
edition-title = ModelZoo, { $month }
edition-feed = ModelZoo, the monthly edition
edition-counted = Star gains are known for { $counted } of { $entries } models.
edition-pulse = The { $models } known in both months gained { $gained } stars together; the month before it was { $last }.
edition-rising = Rising
edition-fast = Fast for its field
edition-milestones = Milestones
edition-new = New
edition-releases = Back to life and new releases
edition-farewell = Farewell
edition-top = Most starred
edition-why-gained = { $before } → { $stars } ★
edition-why-pace-age = grew { $growth }; typical for its field and age: { $typical } ({ $peers } others)
edition-why-pace-field = grew { $growth }; typical for its field: { $typical } ({ $peers } others)
edition-why-pace-all = grew { $growth }; typical: { $typical } ({ $peers } others, too few of its field)
edition-why-passed = passed this mark, now { $stars } ★
edition-why-near = within reach next month: { $stars } ★, { $gained } in this one
edition-why-overtook = passed { $other } ({ $other_stars } ★)
edition-why-created = first appeared on GitHub
edition-why-listed = came into the catalogue
edition-why-released = new release
edition-why-released-tag = released { $tag }
edition-why-unarchived = is no longer archived
edition-why-returned = is back on GitHub
edition-why-archived = was archived
edition-why-gone = is no longer on GitHub
edition-why-top = by stars
edition-successors = use instead: { $names }
edition-best = best of its last { $months } months
edition-slowest = slowest of its last { $months } months
edition-sped-up = after { $last } the month before
edition-usual = its usual month: { $usual }
edition-again = Here last month too: { $names }
edition-again-one = { $name } { $gained } (after { $last })
edition-headline-gained = Most stars: { $title } { $gained }
edition-headline-best = Best in { $months } months: { $title }
edition-headline-passed = { $title } passes { $mark } ★
edition-headline-new = New: { $title }
edition-held = Not ranked yet
edition-held-leapt = { $name }: { $gained } stars, its usual month is { $usual }. A person looks at this before it is ranked; that says nothing about its cause.
edition-held-lost = { $name }: { $gained } stars. A person looks at this before it is ranked; that says nothing about its cause.
edition-few = Too little is known of this month to rank gains: { $counted } models are counted at both its ends, { $needed } are needed.
edition-nothing = Nothing can be told of this month.
edition-nothing-selected = Nothing in this selection this month.
edition-chart-alt = Stars gained in { $month }: { $rows }.
edition-open = Open a model
edition-other-language = 中文
edition-how = How this is made
edition-subscribe = Subscribe in your server
edition-subscribe-text = **Get this every month.** In a server you manage, use `/newsletter subscribe` and choose a channel; language, category, framework, day and hour are up to you.
edition-invite = Invite the bot

newsletter-title = The monthly edition in this server
newsletter-subscribed = Subscribed
newsletter-changed = Changed
newsletter-everything = all models
newsletter-when = on day { $day } at { $hour }, { $zone }
newsletter-publishes = published to followers
newsletter-posts = as a post
newsletter-next = Next: the edition of { $month }, { $when }
newsletter-last = Last: { $month }, { $state }
newsletter-none = No channel of this server gets the monthly edition yet. `/newsletter subscribe` chooses one.
newsletter-test = Post a test
newsletter-status = All subscriptions
newsletter-resume = Resume
newsletter-pause = Pause
newsletter-silence = Mention nobody
newsletter-remove = Unsubscribe
newsletter-confirm = Send no more editions to { $channel }? Its language, filters and time are forgotten; `/newsletter pause` would keep them.
newsletter-removed = { $channel } gets no more editions. `/newsletter subscribe` brings them back.
newsletter-test-title = ModelZoo's monthly edition will be posted here
newsletter-tested = Posted: { $url }
newsletter-role-gone = The role to mention no longer exists, so nobody is mentioned. Choose another with the `role` option of `/newsletter subscribe`, or press **Mention nobody** in its answer.
newsletter-role-unmentionable = { $role } notifies nobody: let everyone mention the role in its settings, or give me { $names }.
newsletter-notice = The monthly edition can't be posted in { $channel }
newsletter-notice-then = When that is mended: `/newsletter status`, then **Resume**. Nothing is lost; an edition that is more than ten days late is left out.

delivery-pending = waiting to be sent
delivery-sending = being sent
delivery-unsure = sent, being looked for
delivery-sent = posted
delivery-dead = not posted
delivery-skipped = left out
ended-by-admin = left out: unsubscribed before it was sent
ended-missing-permissions = not posted: a permission was missing
ended-channel-gone = not posted: the channel was gone
ended-thread-locked = not posted: the thread was locked
ended-tag-required = not posted: the forum wants a tag
ended-guild-left = not posted: the bot was not in the server
ended-timed-out = left out: the bot was timed out until it was ten days late
ended-threads-full = left out: the server had too many active threads for ten days
ended-slowed = left out: Discord let nothing be posted there for ten days
ended-automod = not posted: AutoMod blocked it
ended-filtered = not posted: a content filter blocked it
ended-uploads-limited = not posted: Discord limits uploads in the server
ended-channel-kind = not posted: that kind of channel takes no editions
ended-account = not posted: Discord restricts the bot's account
ended-refused = not posted: Discord refused it
ended-rejected = not posted because of a fault of ours; the bot's operators can see it
ended-outage = not posted: Discord could not be reached for two days
ended-late = left out: more than ten days late
ended-unverifiable = perhaps posted: the channel can't be read back
ended-deleted = posted and deleted
ended-earlier-part = not posted, as its beginning was not

held-timed-out = waiting: the bot is timed out
held-threads-full = waiting: the server has too many active threads
held-slowed = waiting: Discord lets nothing be posted there for now

pause-by-admin = Paused by someone who manages this server.
pause-missing-permissions = I lack a permission there: { $names }. Grant it in the channel's settings (Edit Channel → Permissions → my role), then press **Resume**.
pause-channel-gone = The channel is gone, or I can't see it. Show it to me again, or subscribe another.
pause-thread-locked = The thread is locked. Unlock it, or give me { $names }; then press **Resume**.
pause-tag-required = The forum wants a tag on every post and has none called *newsletter* or *news*. Add one, or let posts go without; then press **Resume**.
pause-guild-left = I was removed from the server.
pause-timed-out = I am timed out in this server until { $until } and can't post. Lift the timeout (right-click my name → Remove Timeout), or wait: an edition that falls due is sent as soon as it ends, unless it is more than ten days late by then.
pause-threads-full = The server has as many active threads as Discord allows. Close some; the post is tried again every hour.
pause-slowed = Discord lets nothing be posted there for now; it is tried again every ten minutes.
pause-automod = AutoMod blocked the post. Exempt my role in its rules (Server Settings → AutoMod), then press **Resume**.
pause-filtered = A filter for explicit content or harmful links blocked the post. Turn it off for me (Server Settings → Safety Setup), then press **Resume**.
pause-uploads-limited = Discord has limited file uploads in this server, and an edition comes with a chart. When the limit is lifted, press **Resume**.
pause-channel-kind = That kind of channel takes no editions. Choose a text, announcement or forum channel, or a thread, with `/newsletter subscribe`.
pause-account = Discord wants the bot's account verified first (by two-factor authentication, for example), which only its operators can do. Then press **Resume**.
pause-refused = Discord refused the post. See that my role may post there, then press **Resume**.
pause-rejected = Discord did not accept the message, which is a fault of ours.
pause-outage = Discord could not be reached for two days. Press **Resume**.
pause-late = It was too late.
pause-unverifiable = It can't be told whether the last message arrived, as the channel can't be read. Give me **Read Message History**, then press **Resume**.
pause-deleted = The last edition was deleted at once.
pause-earlier-part = The beginning of the edition did not arrive.

permission-view_channel = View Channel
permission-send_messages = Send Messages
permission-send_messages_in_threads = Send Messages in Threads
permission-embed_links = Embed Links
permission-attach_files = Attach Files
permission-read_message_history = Read Message History
permission-manage_threads = Manage Threads
permission-mention_everyone = Mention @​everyone, @​here and All Roles

error-newsletter-manager = This is for people with the *Manage Server* permission, in a server.
error-newsletter-thread = That thread is not one of { $channel }. Choose a thread of the channel, or leave `thread` out.
error-newsletter-publish = Only announcement channels can publish to followers, and { $channel } is none. Leave `publish` out, or choose another channel.
error-newsletter-many = A server can have { $most } subscriptions at most. `/newsletter unsubscribe` makes room.
error-newsletter-access = You can't post in { $channel } yourself, so I won't there for you. Nothing was changed.
error-newsletter-permissions = I can't post in { $channel } yet. Missing: { $names }. Grant it in the channel's settings (Edit Channel → Permissions → my role) and try again; nothing was changed.
error-newsletter-everyone = *@​everyone* can't be mentioned by an edition. Choose a role, or leave `role` out.
error-newsletter-role = Nobody would be notified by { $role }: let everyone mention the role in its settings, or give me { $names }. Nothing was changed.
error-newsletter-role-own = You can't mention { $role } in that channel yourself, so I won't for you: that takes { $names }. Nothing was changed.
error-newsletter-timezone = There is no time zone { $typed }. Type a city such as *Berlin* or *Shanghai* and choose from the list, or use UTC.
error-newsletter-month = There is no edition of { $typed }. Write a month like 2026-07, from { $oldest } to { $newest }.
error-newsletter-channel = { $typed } has no subscription in this server. `/newsletter status` lists those there are.
error-newsletter-channel-gone = The channel is gone, or I can't see it. Show it to me again, or subscribe another.
error-newsletter-which = More than one channel of this server is subscribed: say which with `channel`.
error-newsletter-over = There is no such subscription any more. `/newsletter status` lists those there are.
example-newsletter-subscribe = /newsletter subscribe channel:#models day:2 hour:9 timezone:Europe/Berlin
example-edition = /edition month:2026-07 category:Computer vision
example-newsletter-archive = /newsletter archive month:2026-07
edition-rules = **How this edition is made.** By fixed rules, from star counts within a week of both ends of the month. It is stored once and never changes.
    • **Rising**: most stars gained, at least { $rising } and { $share }% of what it had. “Usual” is the median of its last twelve months, where { $months } are known.
    • **Fast for its field**: growth is stars gained / (stars before + { $smoothing }); at least { $pace } times the median of { $peers } or more others of its field and age, else of its field, else of all, and more than chance would do.
    • **Twice running** in either only with a reason: its best in { $best } months or more, or { $sped }% more than the month before and no less than usual. The others stand under “Here last month too”.
    • **Milestones**: passed a round number or another model of its field, or would within a month at this pace.
    • **Not ranked yet**: a gain { $held } times the usual, of at least { $heldstars } stars and { $heldshare }%, or a large loss, waits for a person.
    • Below { $counted } known gains nothing is ranked. “≈” marks counts that are rounded or from GitHub's star history.

admin-edition-frozen = Frozen: it can't change any more.
admin-edition-open = Not frozen yet: it is when the first channel gets it, on the 3rd of the month at the latest.
admin-edition-unsent = No channel was due yet.
admin-approve = Let one be ranked …
admin-resend = Send again
admin-no-troubles = No message ended badly.
resend-over = That message was sent meanwhile, or nobody waits for it any more. `/admin newsletter` shows how things stand.
resend-unsubscribed = That channel is no longer subscribed, so nothing is sent there.
resend-paused = Its subscription is paused; who manages the server can resume it with `/newsletter status`.
resend-left = I am no longer in that server. It can be sent again if I am invited back within thirty days.
error-edition-frozen = That edition is frozen and can't change any more.
