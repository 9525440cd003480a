# What people see, in English. Descriptions of commands and options are in the code of the cogs.



help-title = ModelZoo: deep-learning models on GitHub
help-intro = Search and browse in English or Chinese; the bot answers in the language of your Discord. Copy an example to try it.
help-menu = Right-click or long-press a message → Apps → *Find models in this message*: cards for the models it links to or mentions.
help-footer = Commands that show models take `private:True`, so that only you see the answer. Buttons don't time out; pressing one on somebody else's list gives you your own copy.

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
about-counts = { $entries } models, pretrained weights known for { $weights }, { $snapshots } star counts
about-age = Freshness
about-newest = newest star count from { $day }
about-github = GitHub
about-token = checked daily; last complete refresh { $when }
about-token-never = checked daily; no complete refresh yet
about-no-token = no token is set: GitHub answers only 60 requests an hour, so figures lag by half a day or more
about-privacy = What is stored about you
about-privacy-text = Nothing that names you. The buttons of your own lists carry your Discord id. For a newsletter, the bot keeps the ids of the server, the channel, the role and the subscriber until you unsubscribe, or until thirty days after the bot was removed; it keeps where editions were posted for sixty days more. Which curator approved a model's unusual growth is kept for sixty days. Search words too long for a button are kept without your id and deleted two years after their last use.

stars-counted = { $stars } (counted { $day })
stars-counted-gained = { $stars } (counted { $day }; { $gained } in the { $days } days before)
gain-short = { $gained } in { $days } days
historic = (historic)
last-push = last push { $day }
weights-yes = available
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
lately-moved = moved from { $before }, noticed { $day }
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
fact-family = Family
family-members = { $name } ({ $count } models)
family-newer = newer: { $name }
fact-gains = Gained
fact-health = Health
fact-lately = Recently
fact-categories = Categories
fact-frameworks = Frameworks
fact-tasks = Tasks
fact-papers = Paper
paper-official = the authors' own code
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
papers-title = Papers that match “{ $typed }”
papers-more = There are more: type more of the title.
result-paper = Implementations of arXiv { $id }
result-sorted = by { $sort }
result-corrected = Showing results for { $text } instead of { $typed }
result-ignored = Searched without { $words }
result-unlisted = { $name } is not in the catalogue; these models are called like it.
result-understood = Understood as { $names }
result-read = Read from { $typed }
result-family = The { $name } family comes first, newest and best known on top
result-versus = { $names } come first; `/model compare` puts them side by side
result-years = Models of { $year } come first
result-small = Small models come first
result-hidden = Hidden by the filters: { $parts }
hidden-license = { $count } with another or an unknown licence
hidden-health = { $count } in another or an unknown state
hidden-weights = { $count } without known weights
hidden-paper = { $count } without a known paper
hidden-fits = { $count } larger or of unknown size
hidden-since = { $count } older or of an unknown year
hidden-language = { $count } in another or an unknown language
hidden-show = Show { $parts }
filter-weights = with weights
filter-paper = with a paper
filter-fits = fits { $size } GB
filter-since = since { $year }
result-unsorted = No recent star gains are known yet, so the list is sorted by stars.
result-uncounted = Models whose stars have not been counted yet come last.
result-missing = None of them is for { $names }
result-like = Like { $name }
result-all = All models
why-task = found through { $names }
why-official = by the paper's authors
why-shared = similar: { $names }

mentions-title = Models in this message
mentions-unlisted = Not in the catalogue yet
unlisted-repository = { $name } is not in the catalogue yet.
unlisted-alike = The models below are called like it.
glance-found = not listed; GitHub's figures just now
glance-missing = GitHub has no public repository of this name.
glance-unreachable = GitHub can't be reached now, so its facts are not shown.
glance-busy = You have looked up many repositories; wait some minutes to see GitHub's facts of more.
glance-moved = It is called { $name } now.
mentions-none = The message contains no link to GitHub, arXiv or Hugging Face, and no name that the catalogue knows.
menu-mentions = Find models in this message

nothing-without = No model matches all of it. Drop a filter:
nothing-nearest = Did you mean one of these?
nothing-advice = Try fewer or other words: a model's name, a task such as *object detection*, an arXiv id, or a GitHub link.
drop-all = Without any filter ({ $count })
drop-category = Without the category ({ $count })
drop-framework = Without the framework ({ $count })
drop-task = Without the task ({ $count })
drop-license = Without the licence ({ $count })
drop-health = With any health ({ $count })
drop-min-stars = Without the star limit ({ $count })
drop-weights = With or without weights ({ $count })
drop-paper = With or without a paper ({ $count })
drop-fits = Of any size ({ $count })
drop-since = Of any year ({ $count })
drop-language = In any programming language ({ $count })

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
legend-moved = renamed or transferred in the last { $days } days; the old name still finds it
legend-relicensed = its licence changed in the last { $days } days
legend-released = its latest release is at most { $days } days old
legend-stars = Star counts older than a week carry their date; ≈ marks a rounded count, or a gain read from GitHub's star history, which leaves out stars that were removed later.
legend-license = Licences: *permissive* (MIT, Apache, BSD …) allow nearly anything, *copyleft* (GPL, MPL …) require changes to be shared under the same licence, *non-commercial* forbid business use; *none stated* means ask the author, *not known* means that we have not seen the licence.

admin-title = Freshness
admin-no-token = **No GitHub token is set.** GitHub answers 60 requests an hour, so a full refresh takes half a day, and READMEs and star histories come last. Set `github.token` or `GITHUB_TOKEN`; a token without any permission is enough.
admin-last = Last refresh
admin-never = No refresh has run yet.
admin-budget = GitHub's budget
admin-budget-unknown = no request in the last hour
admin-rate = { $name } { $remaining } of { $limit } left, resets { $when }
admin-stale = Entries due
admin-next = Next run
admin-weights = checkpoints of { $fetched } entries fetched, { $due } entries due
admin-weights-left = { $left } requests left in these five minutes
admin-weights-failed = last request failed: { $reason }
admin-started = Refresh started …
admin-under-way = A refresh is already running; this is its progress.
admin-refreshing = Refreshing
admin-done = Refreshed
admin-waiting = waiting for GitHub's rate limit, continues { $when }
admin-phase-repositories = Repositories
admin-phase-readmes = READMEs
admin-phase-histories = Star histories
admin-trigger-timer = by the timer
admin-trigger-admin = by an operator
admin-trigger-command-line = from the command line
admin-trigger-one = one model
admin-outcome-complete = complete
admin-outcome-running = running
admin-outcome-unauthorized = aborted: GitHub rejects the token
admin-outcome-unreachable = aborted: GitHub could not be reached
admin-outcome-stopped = stopped, continues by itself
admin-outcome-interrupted = interrupted, continued in the next run
admin-counts = { $checked } checked: { $updated } changed, { $unchanged } unchanged
admin-fetched = READMEs: { $readmes }, star histories: { $histories }, requests: { $requests }
admin-more = and { $count } more
admin-kind-failed = Failed
admin-kind-gone = Gone
admin-kind-returned = Back
admin-kind-archived = Archived
admin-kind-unarchived = No longer archived
admin-kind-renamed = Renamed
admin-kind-relicensed = Licence changed
admin-kind-released = Released
admin-suggested = Its topics on GitHub mention { $names }, which the entry lacks. A curator decides.

trending-title = Trending
trending-days = { $days } days
trending-by-stars = by stars gained
trending-by-pace = by pace for its field
trending-absolute = By stars gained
trending-relative = By pace for its field
trending-gained = { $gained } ★ in { $days } days
trending-usual = { $pace } × the usual
trending-now = now { $stars }
trending-counted = { $stars } on { $day }
trending-unknown = No gains are known yet over { $days } days.
trending-new = new
trending-how = How this is calculated
trending-none = No gains over { $days } days are known yet. They come with the daily refresh.
trending-formula = **How this is calculated.** Growth is stars gained / (stars before + { $smoothing }), so that a handful of stars is no boom. The usual growth is the median of the category, or of all models if the category has fewer than five known gains. Models that gained at least { $least } stars are shown; 🌱 marks repositories created in the last { $days } days, ≈ gains that start from GitHub's star history.
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
chart-none = { $name }: no counts in this period
chart-ageless = { $name }: not shown, its creation date is not known
chart-about = about { $count }

jump-title = Go to page
jump-label = Page, 1 to { $pages }
jump-bad = { $typed } is not a page of this list. Type a whole number from 1 to { $pages }.

error-unexpected = Something went wrong on our side. If it happens again, report it with this id: `{ $reference }`
error-permission = Only the person who asked, or a moderator, can remove this.
error-gone = This message is old: its model is no longer in the catalogue. `/model search` finds models by name, task or description.
error-state = The pages of this list are no longer stored. Run the command again.
error-category = There is no category { $typed }. Choose one from the list that appears while you type.
error-framework = There is no framework { $typed }. Choose one from the list that appears while you type.
error-task = There is no task { $typed }. Choose one from the list that appears while you type.
error-license = There is no licence { $typed } in the catalogue. Choose one from the list that appears while you type.
error-code = No model is written in { $typed }. Choose a programming language from the list that appears while you type.
error-operator = `/admin` is for this bot's owner and its curators.
error-model = { $typed } doesn't name exactly one model. Choose one from the list that appears while you type.
error-model-unlisted = { $typed } is not in the catalogue. The closest by name: { $names }
error-github = GitHub can't be reached. Try again later.
error-github-limit = GitHub's rate limit is used up. Try again { $when }.
error-github-postponed = GitHub can't be reached. Try again { $when }.
error-github-refused = GitHub doesn't give this model: { $reason } Try again { $when }.
error-github-token = GitHub rejects the token. The bot's owner has to set a new one in `github.token` or `GITHUB_TOKEN`.
error-compare = These are the same model. Name at least two different ones.
error-paper = No paper in the catalogue matches { $typed }. Type an arXiv id, its address or the beginning of its title.
error-paper-unlisted = No model in the catalogue implements arXiv { $id } yet: { $url }
error-health = There is no health { $typed }. Choose one from the list that appears while you type.
error-sort = There is no sort order { $typed }. Choose one from the list.
error-option = That option doesn't accept { $typed }. Choose one of the values that Discord offers and send the command again.
error-option-choice = { $option } can't be { $typed }. Choose one of { $names }.
error-option-range = { $option } must be a whole number from { $least } to { $most }.
error-option-unreadable = I couldn't read { $option }. Fill it in again.
error-option-missing = { $option } is missing. Fill it in and send the command again.
error-option-unseen = Your choice for { $option } isn't in this server, or I can't see it. Choose again.
error-option-again = Choose { $option } again.
error-command = This command has changed or is gone. Reload Discord (Ctrl+R), then run it again.
error-control = This button or menu no longer works. Run the command again.
error-not-allowed = You can't use this command here.
error-empty = Your query contains no words. Type a name, a task or a description.
error-nothing-random = No model matches both. Try just one of them.
error-cooldown = That was fast. Try again in { $seconds } s.

demo-welcome = 👋 **This is the real bot on a simulated Discord.** Type `/model search query:` and what you need (“remove the background of a video”, `maskrcnn`, 语音合成), or try `/category`, `/framework`, `/model random`, `/help`. Switch “Viewing as” to see it in Chinese; as Maria, `/newsletter subscribe` brings the edition of July 2026 here within seconds.
demo-sample = 💬 **A message to try.** “Has anybody put https://github.com/openai/whisper beside waifu2x and the code of https://arxiv.org/abs/1703.06870?” On Discord, right-click a message → Apps → *Find models in this message*; this page has no such menu, so press the button.

tab-card = Overview
tab-readme = README
tab-quick = Quick start
tab-stars = Stars
tab-similar = Similar
button-all-like = All, to narrow

readme-sections = Jump to a section …
readme-none = This repository has no README that can be shown here.
readme-unreadable = This README can't be laid out here. Read it on GitHub.
readme-postponed = The README is not here yet, and GitHub doesn't give it now. Try again { $when }, or read it on GitHub.
readme-refused = GitHub doesn't give this README: { $reason } Try again { $when }, or read it on GitHub.
readme-unreachable = The README is not here yet, and GitHub can't be reached. Try again later, or read it on GitHub.
quick-title = Quick start
quick-install = Install
quick-usage = Use
quick-weights = Pretrained weights
quick-results = Results
quick-citation = Cite
quick-nothing = The README doesn't clearly say how to install or use it. Read it under "README".
quick-source = Found by the README's headings and code; anything uncertain is left out.
similar-none = No model in the catalogue is similar to it.
percent = %
edition-title = ModelZoo, { $month }
edition-feed = ModelZoo, the monthly edition
edition-counted = Star gains are known for { $counted } of { $entries } models.
edition-pulse = The { $models } models known in both months gained { $gained } stars together, after { $last } the month before.
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
edition-why-pace-all = grew { $growth }; typical: { $typical } ({ $peers } others; too few in its field)
edition-why-passed = passed this mark, now { $stars } ★
edition-why-near = within reach next month: { $stars } ★, { $gained } this month
edition-why-overtook = passed { $other } ({ $other_stars } ★)
edition-why-created = first appeared on GitHub
edition-why-listed = added to the catalogue
edition-why-released = new release
edition-why-released-tag = released { $tag }
edition-why-unarchived = is no longer archived
edition-why-returned = is back on GitHub
edition-why-archived = was archived
edition-why-gone = is no longer on GitHub
edition-why-top = by stars
edition-successors = use instead: { $names }
edition-entered = new here
edition-unmoved = Unchanged since last month: { $names }
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
edition-held-leapt = { $name }: { $gained } stars, its usual month is { $usual }. A person reviews this before it is ranked; that says nothing about the cause.
edition-held-lost = { $name }: { $gained } stars. A person reviews this before it is ranked; that says nothing about the cause.
edition-few = Too little is known about this month to rank gains: { $counted } models have counts at both ends, { $needed } are needed.
edition-nothing = There is nothing to report for this month.
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
newsletter-none = No channel in this server receives the monthly edition yet. Choose one with `/newsletter subscribe`.
newsletter-test = Test
newsletter-edit = Edit
newsletter-preview = Preview
edit-title = Choose what to change
edit-now = { $name }: { $value }
edit-language = Language
edit-category = Category
edit-framework = Framework
edit-hour = Hour
edit-role = Role to mention …
edit-publish = To followers
edit-publish-yes = publish
edit-publish-no = do not publish
edit-day = Day
edit-timezone = Time zone
newsletter-status = All subscriptions
newsletter-resume = Resume
newsletter-pause = Pause
newsletter-silence = Mention nobody
newsletter-remove = Unsubscribe
newsletter-confirm = Send no more editions to { $channel }? Its language, filters and time are deleted; `/newsletter pause` would keep them.
newsletter-removed = { $channel } gets no more editions. `/newsletter subscribe` brings them back.
newsletter-test-title = ModelZoo's monthly edition will be posted here
newsletter-tested = Posted: { $url }
newsletter-role-gone = The role to mention no longer exists, so nobody is mentioned. Choose another with the `role` option of `/newsletter subscribe`, or press **Mention nobody** in its answer.
newsletter-role-unmentionable = { $role } notifies nobody: let everyone mention the role in its settings, or give me { $names }.
newsletter-notice = The monthly edition can't be posted in { $channel }
newsletter-notice-then = Once that is fixed, use `/newsletter status` and press **Resume**. Nothing is lost; an edition more than ten days late is skipped.

delivery-pending = waiting to be sent
delivery-sending = being sent
delivery-unsure = perhaps posted, being checked
delivery-sent = posted
delivery-unpublished = posted, not published to followers: Discord refused it
delivery-unpublished-kind = posted, not published to followers: the channel is no longer an announcement channel
delivery-dead = not posted
delivery-skipped = skipped
ended-by-admin = skipped: unsubscribed before it was sent
ended-missing-permissions = not posted: a permission was missing
ended-channel-gone = not posted: the channel was gone
ended-thread-locked = not posted: the thread was locked
ended-tag-required = not posted: the forum requires a tag
ended-guild-left = not posted: the bot was not in the server
ended-timed-out = skipped: the bot was timed out until the edition was ten days late
ended-threads-full = skipped: the server had too many active threads for ten days
ended-slowed = skipped: Discord allowed no posts there for ten days
ended-automod = not posted: AutoMod blocked it
ended-filtered = not posted: a content filter blocked it
ended-uploads-limited = not posted: Discord limits uploads in the server
ended-channel-kind = not posted: that kind of channel can't receive editions
ended-account = not posted: Discord restricts the bot's account
ended-unknown-timezone = not posted: unknown time zone
ended-unknown-language = not posted: unknown language
ended-unknown-category = not posted: unknown category
ended-unknown-framework = not posted: unknown framework
ended-unreadable = not posted: the stored data could not be read
ended-not-made = not posted: it could not be composed
ended-unknown = not posted, for a reason that this version of the bot doesn't know
ended-refused = not posted: Discord refused it
ended-rejected = not posted because of a bug in the bot; its operators can see the error
ended-outage = not posted: Discord could not be reached for two days
ended-late = skipped: more than ten days late
ended-unverifiable = perhaps posted: the bot can't read the channel to check
ended-deleted = posted and deleted
ended-earlier-part = not posted because an earlier part was not

held-timed-out = waiting: the bot is timed out
held-threads-full = waiting: the server has too many active threads
held-slowed = waiting: Discord allows no posts there for now

pause-by-admin = Paused by someone who manages this server.
pause-missing-permissions = I lack a permission there: { $names }. Grant it in the channel's settings (Edit Channel → Permissions → my role), then press **Resume**.
pause-channel-gone = The channel is gone, or I can't see it. Give me access to it again, or subscribe another.
pause-thread-locked = The thread is locked. Unlock it, or give me { $names }; then press **Resume**.
pause-tag-required = The forum requires a tag on every post and has none called *newsletter* or *news*. Add one, or stop requiring tags; then press **Resume**.
pause-guild-left = I was removed from the server.
pause-timed-out = I am timed out in this server until { $until } and can't post. Lift the timeout (right-click my name → Remove Timeout), or wait: an edition that comes due is sent when the timeout ends, unless it is more than ten days late by then.
pause-threads-full = The server has as many active threads as Discord allows. Close some; I try again every hour.
pause-slowed = Discord allows no posts there for now; I try again every ten minutes.
pause-automod = AutoMod blocked the post. Exempt my role in its rules (Server Settings → AutoMod), then press **Resume**.
pause-filtered = A filter for explicit content or harmful links blocked the post. Turn it off for me (Server Settings → Safety Setup), then press **Resume**.
pause-uploads-limited = Discord has limited file uploads in this server, and an edition comes with a chart. When the limit is lifted, press **Resume**.
pause-channel-kind = That kind of channel can't receive editions. Choose a text, announcement or forum channel, or a thread, with `/newsletter subscribe`.
pause-account = Discord wants the bot's account verified first (by two-factor authentication, for example), which only its operators can do. Then press **Resume**.
pause-unknown-timezone = I don't know this subscription's time zone. Choose another with the `timezone` option of `/newsletter subscribe`; an edition that is due is sent at once.
pause-unknown-language = I don't speak this subscription's language. Choose another with the `language` option of `/newsletter subscribe`; an edition that is due is sent at once.
pause-unknown-category = The category of this subscription no longer exists. Choose another, or all, with the `category` option of `/newsletter subscribe`; an edition that is due is sent at once.
pause-unknown-framework = The framework of this subscription no longer exists. Choose another, or all, with the `framework` option of `/newsletter subscribe`; an edition that is due is sent at once.
pause-unreadable = The stored schedule of this subscription can't be read. Subscribe the channel again with `/newsletter subscribe`, with a day and an hour.
pause-not-made = The edition for this channel could not be composed. This is a bug in the bot; its operators can find the reason in the log. I try again every hour.
pause-unknown = Paused for a reason that this version of the bot doesn't know. Press **Resume** to try again.
pause-refused = Discord refused the post. Check that my role may post there, then press **Resume**.
pause-rejected = Discord rejected the message because of a bug in the bot.
pause-outage = Discord could not be reached for two days. Press **Resume**.
pause-late = It was too late.
pause-unverifiable = I can't tell whether the last message arrived, because I can't read the channel. Give me **Read Message History**, then press **Resume**.
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

error-newsletter-manager = This needs the *Manage Server* permission and works only in a server.
error-newsletter-thread = That thread is not in { $channel }. Choose a thread of the channel, or leave `thread` out.
error-newsletter-publish = Only announcement channels can publish to followers, and { $channel } isn't one. Leave `publish` out, or choose another channel.
error-newsletter-many = A server can have at most { $most } subscriptions. `/newsletter unsubscribe` makes room.
error-newsletter-access = You can't post in { $channel } yourself, so I won't post there for you. Nothing was changed.
error-newsletter-permissions = I can't post in { $channel } yet. Missing: { $names }. Grant it in the channel's settings (Edit Channel → Permissions → my role) and try again; nothing was changed.
error-newsletter-everyone = An edition can't mention *@​everyone*. Choose a role, or leave `role` out.
error-newsletter-role = { $role } would notify nobody: let everyone mention the role in its settings, or give me { $names }. Nothing was changed.
error-newsletter-role-own = You can't mention { $role } in that channel yourself, so I won't mention it for you: that needs { $names }. Nothing was changed.
error-newsletter-timezone = There is no time zone { $typed }. Type a city such as *Berlin* or *Shanghai*, a country, or an offset such as *UTC+8*.
error-newsletter-timezones = { $typed } can mean more than one time zone. Choose one.
error-newsletter-absent = I'm not a member of this server, or haven't connected to it yet, so I can't post here. Try again in a minute; if that doesn't help, add me with { $url }
error-newsletter-unseen = I can't see { $channel }. Give my role **View Channel** there and try again, or choose another. Nothing was changed.
correction-title = Correct an option
correction-kept = Kept from your command: { $options }
correction-choose = Choose { $option }
correction-type = Type it
correction-retry = Try again
correction-omit = Leave it out
correction-search = { $number ->
    [one] Search without it
   *[other] Search without them
}
correction-timezone = City, country or offset, like UTC+8
correction-day = Day of the month, 1 to 31
correction-hour = Hour of the day, 0 to 23
error-newsletter-month = There is no edition for { $typed }. Write a month like 2026-07, from { $oldest } to { $newest }.
error-newsletter-channel = { $typed } has no subscription in this server. `/newsletter status` lists all subscriptions.
error-newsletter-channel-gone = The channel is gone, or I can't see it. Give me access to it again, or subscribe another.
error-newsletter-which = More than one channel in this server is subscribed. Choose one with `channel`.
error-newsletter-over = That subscription no longer exists. `/newsletter status` lists all subscriptions.
example-newsletter-subscribe = /newsletter subscribe channel:#models day:2 hour:9 timezone:Europe/Berlin
example-edition = /edition month:2026-07 category:Computer vision
edition-rules = **How this edition is made.** It follows fixed rules and uses star counts from within a week of both ends of the month. It is stored once and never changes.
    • **Rising**: most stars gained, at least { $rising } and { $share }% of its stars before. “Usual” is the median of its last twelve months, if { $months } or more are known.
    • **Fast for its field**: growth is stars gained / (stars before + { $smoothing }); at least { $pace } times the median of at least { $peers } other models of its field and age (else of its field, else of all models), and beyond what chance explains; where its usual month is known, { $sped }% above that.
    • **Two months in a row** in either list only with a reason: its best in { $best } months or more, or { $sped }% more than the month before and no less than usual. The others are listed under “Here last month too”.
    • **Most starred**: a model stands under its main category; ▲▼ are places won or lost since last month. Lists without a change share one line.
    • **Milestones**: passed a round number or another model of its field, or would pass a round number within a month at this pace.
    • **Not ranked yet**: a gain { $held } times the usual, of at least { $heldstars } stars and { $heldshare }%, or a large loss, waits until a person has reviewed it.
    • With fewer than { $counted } known gains, nothing is ranked. “≈” marks counts that are rounded or come from GitHub's star history.
    • Editions stored before 27 November 2026 list a model under each of its categories, and the fast ones without regard to their usual month.

admin-edition-frozen = Frozen: it can't change any more.
admin-edition-open = Not frozen yet. That happens when the first channel gets it, on the 3rd of the month at the latest.
admin-posted = { $number ->
    [one] Posted in { $channels } channel
   *[other] Posted in { $channels } channels
}; { $failed ->
    [0] nothing failed.
    [one] { $messages } message failed.
   *[other] { $messages } messages failed.
}
admin-messages = Messages: { $counts }
admin-edition-unsent = No channel is due yet.
admin-approve = Approve one for ranking …
admin-resend = Send again
admin-was-sent = Was sent
admin-no-troubles = No messages failed.
resend-over = That message has been sent since, or is no longer needed. `/admin newsletter` shows the current state.
resend-unsubscribed = That channel is no longer subscribed, so nothing is sent there.
resend-paused = Its subscription is paused; anyone who manages the server can resume it with `/newsletter status`.
resend-left = I am no longer in that server. It can be sent again if I am invited back within thirty days.
error-edition-frozen = That edition is frozen and can't change any more.

tab-weights = Checkpoints
weights-title = Checkpoints on Hugging Face
weights-code-license = Licence of the code: { $license }. Each checkpoint states its own.
weights-none = No checkpoints are known on Hugging Face.
weights-elsewhere = No checkpoints are known on Hugging Face; the weights are linked on the card.
weights-unasked = Hugging Face can't be reached, and the catalogue knows no checkpoint by name. Try again in a few minutes.
weights-own = By its makers
weights-conversion = Conversions
weights-fine-tune = Made from it
weights-by-name = { $parameters } by its name
weights-memory = at least { $sizes }
weights-16-bits = { $size } in BF16
weights-8-bits = { $size } in 8 bits
weights-4-bits = { $size } in 4 bits
weights-stored = { $size } as stored
weights-fits-in = fits { $size } GB in { $bits } bits
weights-gate-auto = form on Hugging Face, then open at once
weights-gate-manual = form on Hugging Face, approved by hand
weights-downloads = { $count } downloads in 30 days
weights-likes = { $count } likes
weights-changed = changed { $day }
weights-unreachable = Hugging Face can't be reached just now; this is what the catalogue knows.
weights-as-of = As of { $day }, from Hugging Face.
weights-alone = Memory is for the weights alone; activations and cache come on top.
weights-fits = Fits my card …
weights-any = Any size
weights-size = { $size } GB
weights-fitting = { $count ->
    [0] **None** of { $all } fits
    [one] **1** of { $all } fits
   *[other] **{ $count }** of { $all } fit
} in { $size } GB, for the weights alone.
weights-legend = How memory is estimated
weights-legend-text =
    Parameters × bytes: 2 in BF16, about 1.06 in 8 bits and about 0.56 in 4 bits, with the scales that quantization needs. 1 GB is 10⁹ bytes.
    The number of parameters is the one that Hugging Face reads from the files; where it doesn't, the one in the checkpoint's name, and then the list says so. Of conversions the stored size counts.
    It is a lower bound. Activations, the KV cache of long contexts, several images or a training run take more, sometimes twice as much.
error-fits = { $typed } is no size of memory. Write it in GB, like `24` or `24 GB`.

example-model-suggest = /model suggest repository:https://github.com/owner/name
suggest-title = Suggest a model
suggest-preview = This is how it would be listed. Correct what is wrong, then send it to the curators.
suggest-unseen = GitHub can't be asked now, so its facts are missing. You can send it all the same; a curator will look at it later.
suggest-send = Send
suggest-edit = Edit texts
suggest-keep = Leave empty to keep what is there
suggest-title-field = Title
suggest-summary-en = Summary in English
suggest-summary-zh = Summary in Chinese
suggest-note = Note to the curators
suggest-categories = Categories
suggest-frameworks = Frameworks
suggest-tasks = Tasks
suggest-sent = Thank you. { $name } waits for a curator now; `/model suggestions` shows what becomes of it.
suggestions-title = Your suggestions
suggestions-none = None yet. `/model suggest` suggests a repository.
suggestion-draft = not sent
suggestion-unseen = waits
suggestion-pending = waits
suggestion-asked = a curator has a question
suggestion-approved = listed
suggestion-rejected = not listed
suggestion-withdrawn = withdrawn
rejection-no-model = no model: an app, list, course or tool
rejection-fork = a fork or copy; the original is what counts
rejection-empty = no code or weights yet
rejection-duplicate = listed under another name
rejection-abandoned = archived or given up before it was usable
rejection-license = its licence or content doesn't allow it
rejection-spam = no serious suggestion
refusal-blocked = The curators take no suggestions from you.
refusal-known = You have suggested this repository already; it waits for a curator.
refusal-cooldown = One suggestion in 30 seconds. Send it again in a moment; the draft is kept.
refusal-person = You have sent 20 suggestions in a day. Send this one tomorrow.
refusal-open = Ten of your suggestions wait already. Send more once some are decided.
refusal-guild = This server has sent 100 suggestions in a day. Send this one tomorrow.
refusal-queue = The curators' queue is full. Try again in a few days.
queue-title = Suggestions ({ $waiting } waiting)
queue-sender = From { $person }
queue-missing-summary-en = It lacks a summary in English. Please add one; without it the Chinese one is shown to everybody.
queue-missing-summary-zh = It lacks a summary in Chinese. Please add one; without it the English one is shown to everybody.
queue-approve = Approve
queue-next = Later
queue-block = Block person
queue-reject = Reject because …
queue-empty = Nothing waits.
error-suggest-name = { $typed } names no repository, or several. Write `owner/name` or paste one GitHub link.
error-suggest-missing = GitHub has no public repository { $name }. Check the spelling.
error-suggestion-over = This suggestion is no longer here, or not yours to change. `/model suggestions` lists yours.
error-suggestion-decided = { $person } was first: { $outcome }.
error-approve-incomplete = It needs at least one category and a summary in one language before it can be listed.
error-curator = `/curate` is for the curators of this bot.
suggest-archived = The repository is archived: nobody works on it any more. Curators list such a model only if it is one that people still look for; say so in the note.
