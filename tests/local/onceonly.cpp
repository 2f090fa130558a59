// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    onceonly ID [OPTION[=VALUE]...] [-- ARGUMENT...]: a program that runs as a single instance.

    It writes events to its standard output, as one JSON object per line:

    - its role: "primary", "secondary" or "undecided";
    - each request that it receives: "request" or "replace";
    - as a secondary, the result of its request: "answer", or "became" for wait and take-over;
    - each change of its role: "won" or "lost".

    It ends at the end of its standard input, or at a line "quit".

    Options of a primary:

    - exit=N, reply=TEXT  answers each request with this exit code and text
    - defer               answers at the next line of input
    - die                 exits at the first request, without an answer
    - hang                never runs its event loop
    - release             releases the role at the next line of input
    - limit=N             sets the maximum request size in bytes
    - replace=N           answers each request for replacement with N
    - replace=defer       answers such a request at the next line of input
    - replace=quit        ends at such a request

    Options of a secondary:

    - timeout=MS          limits the constructor
    - reply-timeout=MS    limits the wait for the answer
    - within=MS           limits forward() as a whole
    - payload=N           adds a payload of N bytes
    - env=NAME            forwards the variable NAME
    - succeed             waits for succession
    - wait=MS             waits for the end of the primary
    - take-over=consent, take-over=silent, take-over=always, msecs=MS  takes over from the primary

    Options of both:

    - early               creates the instance before the application
    - session, machine    chooses the scope
    - everyone            lets all users connect
    - refuse              becomes secondary instead of undecided
    - uid=N               becomes user N first, even if that user cannot read the program
*/

#include <QtInterprocess/PipeReader>
#include <QtInterprocess/SingleInstance>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qmap.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

#ifdef Q_OS_UNIX
#    include <unistd.h>
#endif

using namespace QtInterprocess;

namespace {

using Settings = QMap<QByteArray, QByteArray>;

Settings settingsOf(int argc, char **argv)
{
    Settings settings;
    for (int i = 2; i < argc && qstrcmp(argv[i], "--") != 0; ++i) {
        const QByteArray argument = argv[i];
        const qsizetype equals = argument.indexOf('=');
        settings.insert(equals < 0 ? argument : argument.left(equals),
                        equals < 0 ? QByteArray() : argument.mid(equals + 1));
    }
    return settings;
}

void say(const char *event, QJsonObject object = {})
{
    object.insert(QStringLiteral("event"), QString::fromLatin1(event));
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

QJsonObject describe(const InstanceRequest &request)
{
    QJsonArray arguments;
    const QList<QByteArray> raw = request.rawArguments();
    for (const QByteArray &argument : raw)
        arguments.append(QString::fromLatin1(argument.toHex()));
    QJsonObject environment;
    const QMap<QString, QString> variables = request.environment();
    for (auto entry = variables.cbegin(); entry != variables.cend(); ++entry)
        environment.insert(entry.key(), entry.value());
    return { { QStringLiteral("arguments"), arguments },
             { QStringLiteral("directory"), request.workingDirectory() },
             { QStringLiteral("environment"), environment },
             { QStringLiteral("token"), request.activationToken() },
             { QStringLiteral("payload"), request.payload().size() },
             { QStringLiteral("pid"), request.sender().processId().value_or(0) },
             { QStringLiteral("user"), qint64(request.sender().userId().value_or(0)) } };
}

const char *nameOf(SingleInstance::Role role)
{
    switch (role) {
    case SingleInstance::Role::Primary: return "primary";
    case SingleInstance::Role::Secondary: return "secondary";
    case SingleInstance::Role::Undecided: break;
    }
    return "undecided";
}

int forward(SingleInstance &instance, const Settings &settings)
{
    if (settings.contains("payload"))
        instance.setPayload(QByteArray(settings.value("payload").toInt(), 'p'));
    if (settings.contains("env"))
        instance.setForwardedEnvironment({ QString::fromLatin1(settings.value("env")), QStringLiteral("NOT_SET") });
    instance.setReplyTimeout(settings.value("reply-timeout", "-1").toInt());
    const int within = settings.value("within", "-2").toInt();
    const int code = within > -2 ? instance.forward(within) : instance.forward();
    say("answer",
        { { QStringLiteral("exit"), code },
          { QStringLiteral("acknowledged"), instance.isAcknowledged() },
          { QStringLiteral("reply"), QString::fromUtf8(instance.reply()) },
          { QStringLiteral("code"), instance.error().code() },
          { QStringLiteral("error"), instance.error().message() } });
    return code;
}

// Waits for the primary to end, or takes over. Returns true if this process is primary then.
bool becomePrimary(SingleInstance &instance, const Settings &settings)
{
    bool result = false;
    if (settings.contains("wait")) {
        result = instance.waitForPrimaryToEnd(settings.value("wait").toInt());
    } else {
        const QMap<QByteArray, SingleInstance::TakeOver> policies {
            { "consent", SingleInstance::TakeOver::WithConsent },
            { "silent", SingleInstance::TakeOver::EndIfSilent },
            { "always", SingleInstance::TakeOver::EndAlways },
        };
        result = instance.takeOver(policies.value(settings.value("take-over")),
                                   settings.value("msecs", "5000").toInt());
    }
    say("became",
        { { QStringLiteral("result"), result },
          { QStringLiteral("primary"), instance.isPrimary() },
          { QStringLiteral("acknowledged"), instance.isAcknowledged() },
          { QStringLiteral("reply"), QString::fromUtf8(instance.reply()) },
          { QStringLiteral("code"), instance.error().code() },
          { QStringLiteral("error"), instance.error().message() } });
    return instance.isPrimary();
}

// Becomes another user and group. Returns false on failure.
bool becomeUser([[maybe_unused]] const QByteArray &id)
{
#ifdef Q_OS_UNIX
    return ::setgid(gid_t(id.toUInt())) == 0 && ::setuid(uid_t(id.toUInt())) == 0;
#else
    return false;
#endif
}

[[noreturn]] void hang()
{
    while (std::getchar() != EOF) {
    }
    std::_Exit(0);
}

// Runs the event loop of a primary, or of a secondary that waits for succession.
int serve(SingleInstance &instance, const Settings &settings)
{
    std::optional<InstanceRequest> deferred;
    const int code = settings.value("exit", "0").toInt();
    QObject::connect(&instance, &SingleInstance::requestReceived, &instance, [&](const InstanceRequest &request) {
        say("request", describe(request));
        if (settings.contains("die"))
            std::_Exit(3);
        if (settings.contains("defer"))
            deferred = request;
        else if (settings.contains("exit"))
            request.reply(code, settings.value("reply"));
    });
    const QByteArray replace = settings.value("replace");
    if (!replace.isEmpty()) {
        QObject::connect(&instance, &SingleInstance::replaceRequested, &instance, [&](const InstanceRequest &request) {
            say("replace", describe(request));
            if (replace == "quit")
                QCoreApplication::quit();
            else if (replace == "defer")
                deferred = request;
            else
                request.reply(replace.toInt(), "as you like");
        });
    }
    QObject::connect(&instance, &SingleInstance::roleChanged, &instance,
                     [&] { say(instance.isPrimary() ? "won" : "lost"); });
    QObject::connect(&instance, &SingleInstance::becamePrimary, &instance, [] { say("primary"); });
    instance.setWaitsForSuccession(settings.contains("succeed"));
    const auto input = PipeReader::standardInput();
    QObject::connect(input.get(), &PipeReader::readyRead, &instance, [&] {
        const QByteArray line = input->readAll();
        if (line.startsWith("quit"))
            QCoreApplication::quit();
        else if (settings.contains("release"))
            instance.release();
        else if (deferred)
            std::exchange(deferred, std::nullopt)->reply(code, settings.value("reply"));
    });
    QObject::connect(input.get(), &PipeReader::disconnected, qApp, &QCoreApplication::quit);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const Settings settings = settingsOf(argc, argv);
    QCoreApplication::setSetuidAllowed(true); // for the test of setuid programs
    if (settings.contains("uid") && !becomeUser(settings.value("uid")))
        return 4;
    std::optional<QCoreApplication> app;
    if (!settings.contains("early"))
        app.emplace(argc, argv);
    SingleInstance::Options options;
    options.setTimeout(settings.value("timeout", "5000").toInt());
    options.setScope(settings.contains("session")       ? SingleInstance::Scope::Session
                         : settings.contains("machine") ? SingleInstance::Scope::Machine
                                                        : SingleInstance::Scope::User);
    options.setAccess(settings.contains("everyone") ? Access::Everyone : Access::User);
    options.setRefusesWhenUndecided(settings.contains("refuse"));
    SingleInstance instance(QString::fromUtf8(argv[1]), options);
    if (!app && !instance.isSecondary())
        app.emplace(argc, argv);
    if (settings.contains("limit"))
        instance.setMaximumRequestSize(settings.value("limit").toInt());
    const PeerCredentials primary = instance.primary();
    say(nameOf(instance.role()),
        { { QStringLiteral("code"), instance.error().code() },
          { QStringLiteral("primaryPid"), primary.processId().value_or(0) },
          { QStringLiteral("primaryUser"), qint64(primary.userId().value_or(0)) } });
    const bool isImpatient = settings.contains("wait") || settings.contains("take-over");
    if (instance.isSecondary() && isImpatient && !becomePrimary(instance, settings))
        return 5;
    if (instance.isSecondary() && !settings.contains("succeed"))
        return forward(instance, settings);
    if (settings.contains("hang"))
        hang();
    return serve(instance, settings);
}
