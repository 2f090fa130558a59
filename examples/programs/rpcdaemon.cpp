// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A daemon that speaks JSON-RPC 2.0, one message per line. Clients in any language can call it.
//
//     echo '{"jsonrpc":"2.0","id":1,"method":"sum","params":[1,2]}' |
//         qtipc connect org.qtinterprocess.rpc

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qmap.h>

#include <cstdio>
#include <functional>

using namespace QtInterprocess;

namespace {

using Method = std::function<QJsonValue(const QJsonArray &parameters, const PeerCredentials &caller)>;

const QMap<QString, Method> &methods()
{
    static const QMap<QString, Method> all = {
        { QStringLiteral("sum"),
          [](const QJsonArray &parameters, const PeerCredentials &) {
              double sum = 0;
              for (const QJsonValue &parameter : parameters)
                  sum += parameter.toDouble();
              return QJsonValue(sum);
          } },
        { QStringLiteral("whoAmI"),
          [](const QJsonArray &, const PeerCredentials &caller) {
              return QJsonValue(QJsonObject { { QStringLiteral("process"), caller.processId().value_or(-1) } });
          } },
    };
    return all;
}

QJsonObject failure(int code, const char *text)
{
    return { { QStringLiteral("code"), code }, { QStringLiteral("message"), QLatin1String(text) } };
}

// Returns the answer to a message; empty for a notification, which gets none.
QJsonObject answerTo(const QByteArray &message, const PeerCredentials &caller)
{
    QJsonObject answer = { { QStringLiteral("jsonrpc"), QStringLiteral("2.0") },
                           { QStringLiteral("id"), QJsonValue() } };
    const auto fail = [&answer](int code, const char *text) {
        answer[QStringLiteral("error")] = failure(code, text);
        return answer;
    };
    const QJsonDocument document = QJsonDocument::fromJson(message);
    if (document.isNull())
        return fail(-32700, "Parse error");
    const QJsonObject request = document.object();
    answer[QStringLiteral("id")] = request.value(QLatin1String("id"));
    if (!request.value(QLatin1String("method")).isString())
        return fail(-32600, "Invalid Request");
    const auto method = methods().constFind(request.value(QLatin1String("method")).toString());
    if (method == methods().constEnd())
        return fail(-32601, "Method not found");
    answer[QStringLiteral("result")] = (*method)(request.value(QLatin1String("params")).toArray(), caller);
    return request.contains(QLatin1String("id")) ? answer : QJsonObject();
}

void serve(LocalSocket *client)
{
    auto *const channel = new MessageChannel(client, client);
    channel->setFraming(MessageChannel::Framing::Lines);
    channel->setMaximumMessageSize(1 << 20);
    QObject::connect(channel, &MessageChannel::messageReceived, client, [channel, client](const QByteArray &message) {
        const QJsonObject answer = answerTo(message, client->peerCredentials());
        if (!answer.isEmpty())
            channel->send(QJsonDocument(answer).toJson(QJsonDocument::Compact));
    });
    QObject::connect(channel, &MessageChannel::finished, channel, &MessageChannel::close); // after all answers are sent
    QObject::connect(client, &LocalSocket::disconnected, client, &QObject::deleteLater);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    LocalServer server;
    QObject::connect(&server, &LocalServer::newConnection, &app, [&server] {
        while (LocalSocket *client = server.nextPendingConnection())
            serve(client);
    });
    const Termination termination;

    if (!server.listen(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("org.qtinterprocess.rpc"))) {
        std::fprintf(stderr, "rpcdaemon: %s\n", qPrintable(server.errorString()));
        return 1;
    }
    std::printf("listening\n");
    std::fflush(stdout);
    return QCoreApplication::exec();
}
